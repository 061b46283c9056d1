"""The bottom node: the same recipe, faster."""

from squiggle.stage.node_chapter import NodeChapter


class BottomNode(NodeChapter):
    """Other numbers take another slice of the very same bent curve."""

    def construct(self) -> None:
        """Play the beats."""
        self.beat(self.weigh_and_bend)
        self.beat(self.sweep)
        self.beat(self.scale)

    def weigh_and_bend(self) -> None:
        """One dose runs the whole way to its height."""
        self.send_dose()
        self.add_bias()
        self.next_cue()
        self.climb()
        self.read_height()

    def sweep(self) -> None:
        """Every dose: a short slice, right on the bend."""
        self.set_sweep()
        self.add(self.piece, self.curve)
        self.carry_height()
        self.sweep_doses()
        self.next_cue()

    def scale(self) -> None:
        """The second weight scales the slice."""
        self.set_scaled()
        self.fly_factor()
        self.raise_heads()
        self.scale_heights()
        self.next_cue()
        self.name_curves()
