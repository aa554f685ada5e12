"""A model file of any stage, run on arrays."""

import pathlib
import tempfile

import numpy

from ._launcher import call


class Model:
    """A float model, a stage of a compilation, or a module.

    >>> model = Model("model_output/model.plm")
    >>> scores = model.run(picture)["logits"]
    """

    def __init__(self, path, executor=None):
        self.path = str(path)
        self.executor = executor
        self.info = call("info", path)
        ports = self.info["ports"]
        self.inputs = [port["name"] for port in ports if port["kind"] == "input"]
        self.outputs = [port["name"] for port in ports if port["kind"] == "output"]

    def run(self, inputs, fetch=None):
        """The outputs, or the tensors that fetch names instead, by name.

        Inputs are an array, or arrays by name where the model has several.
        """
        arrays = self._arrays(inputs)
        with tempfile.TemporaryDirectory(prefix="plumbline") as folder:
            files = []
            for place, array in enumerate(arrays):
                file = pathlib.Path(folder) / f"{place}.npy"
                numpy.save(file, array)
                files.append(file)
            record = self._infer(files, folder, fetch)
            return _tensors(record["tensors"])

    def run_all(self, samples, fetch=None):
        """The same for many samples of a model with one input, in one start of the program."""
        if len(self.inputs) != 1:
            raise ValueError(f"the model has the inputs {self.inputs}; run them one by one")
        with tempfile.TemporaryDirectory(prefix="plumbline") as folder:
            given = pathlib.Path(folder) / "samples"
            given.mkdir()
            count = 0
            for count, sample in enumerate(samples, start=1):
                numpy.save(given / f"{count:09d}.npy", numpy.asarray(sample))
            if count == 0:
                return []
            record = self._infer([given], folder, fetch)
            if len(record["samples"]) != count:
                raise ValueError("; ".join(each["message"] for each in record["findings"]))
            return [_tensors(each["tensors"]) for each in record["samples"]]

    def _infer(self, files, folder, fetch):
        return call(
            "infer",
            self.path,
            input=files,
            dump=pathlib.Path(folder) / "outputs",
            fetch=fetch,
            executor=self.executor,
        )

    def _arrays(self, inputs):
        if not isinstance(inputs, dict):
            inputs = {self.inputs[0]: inputs} if len(self.inputs) == 1 else {}
        if set(inputs) != set(self.inputs):
            raise ValueError(f"expected arrays for {self.inputs}, found {sorted(inputs)}")
        return [numpy.asarray(inputs[name]) for name in self.inputs]


def _tensors(records):
    return {each["name"]: numpy.load(each["file"]) for each in records}
