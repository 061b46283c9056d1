"""`python -m squiggle` is the command `squiggle`."""

from squiggle.cli import main

if __name__ == "__main__":
    main()
