"""How the samples beside this file were made: by the programs themselves, with what they compute.

    KERAS_BACKEND=torch python tests/weights/samples/make.py

with keras 3.15.1, torch 2.13.0, safetensors 0.8.0 and scikit-learn 1.9.1. `outputs.json` holds what
each program's own forward pass gives at `INPUTS`.
"""

import json
from pathlib import Path

HERE = Path(__file__).parent
INPUTS = [-3.0, -1.0, -0.25, 0.0, 0.1, 0.5, 1.0, 2.0, 8.0]


def main() -> None:
    outputs = {**by_keras(), **by_torch(), **by_scikit_learn()}
    (HERE / "outputs.json").write_text(json.dumps(outputs, indent=1) + "\n")


def by_keras() -> dict:
    import keras
    import numpy as np

    keras.utils.set_random_seed(5)
    layers, dense = keras.layers, keras.layers.Dense
    start = keras.initializers.RandomNormal(stddev=1.5)

    def sequence(*parts):
        model = keras.Sequential([keras.Input((1,)), *parts])
        for weight in model.weights:
            weight.assign(start(weight.shape))
        return model

    def functional(*parts):
        first = last = keras.Input((1,))
        for part in parts:
            last = part(last)
        model = keras.Model(first, last)
        for weight in model.weights:
            weight.assign(start(weight.shape))
        return model

    made = {
        "softplus.keras": sequence(
            dense(4, activation="softplus", name="hidden"), dense(1, name="out")
        ),
        "tanh.keras": functional(dense(3), layers.Activation("tanh"), dense(1)),
        "relu.keras": functional(dense(64), layers.ReLU(), layers.Dropout(0.1), dense(1)),
        "sigmoid.keras": sequence(
            dense(1, activation="sigmoid"), dense(1, use_bias=False, activation="sigmoid")
        ),
        "linear.h5": sequence(dense(2, activation="linear"), dense(1, activation="softplus")),
        "functional.h5": functional(dense(5, activation="relu"), dense(1)),
        "relu.weights.h5": sequence(dense(6, activation="relu"), dense(1)),
        "deep.keras": sequence(dense(3, activation="relu"), dense(3, activation="relu"), dense(1)),
    }
    outputs = {}
    for name, model in made.items():
        save = model.save_weights if ".weights" in name else model.save
        save(HERE / name)
        given = np.array(INPUTS, dtype="float32")[:, None]
        outputs[name] = model.predict(given, verbose=0)[:, 0].tolist()
    return outputs


def by_torch() -> dict:
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(5)
    outputs = {}
    for kind in ("float64", "float32", "float16", "bfloat16"):
        parts = (torch.nn.Linear(1, 4), torch.nn.ReLU(), torch.nn.Linear(4, 1))
        model = torch.nn.Sequential(*parts).to(getattr(torch, kind))
        save_file(model.state_dict(), HERE / f"{kind}.safetensors")
        given = torch.tensor(INPUTS, dtype=torch.float64)[:, None]
        outputs[f"{kind}.safetensors"] = model.double()(given)[:, 0].tolist()
    return outputs


def by_scikit_learn() -> dict:
    import numpy as np
    from sklearn.neural_network import MLPRegressor

    from squiggle.commands.weights import RECIPE

    given = np.linspace(0.0, 1.0, 40)[:, None]
    settings = {"activation": "logistic", "solver": "lbfgs", "random_state": 5, "max_iter": 60}
    regressor = MLPRegressor(hidden_layer_sizes=(3,), **settings).fit(
        given, np.sin(6 * given[:, 0])
    )
    exec(RECIPE.replace("regressor.json", str(HERE / "regressor.json")), {"regressor": regressor})
    return {"regressor.json": regressor.predict(np.array(INPUTS)[:, None]).tolist()}


if __name__ == "__main__":
    main()
