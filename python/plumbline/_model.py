"""A model file of any stage, run on arrays."""

import pathlib
import tempfile

import numpy

from ._launcher import PlumbError, call


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
            given = {}
            for place, (name, array) in enumerate(arrays.items()):
                file = pathlib.Path(folder) / f"{place}.npy"
                numpy.save(file, array)
                given[file] = f"input '{name}', {_form(array)}"
            record = self._infer(given, folder, fetch)
            return _tensors(record["tensors"])

    def run_all(self, samples, fetch=None):
        """The same for many samples of a model with one input, in one start of the program.

        Where a sample cannot be used, the PlumbError says which of them, counted from 0.
        """
        if len(self.inputs) != 1:
            raise ValueError(f"the model has the inputs {self.inputs}; run them one by one")
        with tempfile.TemporaryDirectory(prefix="plumbline") as folder:
            place = pathlib.Path(folder) / "samples"
            place.mkdir()
            given = {}
            for index, sample in enumerate(samples):
                array = numpy.asarray(sample)
                file = place / f"{index:09d}.npy"
                numpy.save(file, array)
                given[file] = f"samples[{index}], {_form(array)}"
            if not given:
                return []
            try:
                record = self._infer({place: f"{len(given)} samples"}, folder, fetch)
            except PlumbError as error:
                if error.code == "data.no-samples":
                    self._refuse(next(iter(given)), given, folder, fetch)
                raise
            used = {each["sample"] for each in record["samples"]}
            for file in given:
                if file.name not in used:
                    self._refuse(file, given, folder, fetch)
            return [_tensors(each["tensors"]) for each in record["samples"]]

    def _refuse(self, file, given, folder, fetch):
        """Raises what the program says of a sample that it left out, when it is given alone."""
        self._infer({file: given[file]}, folder, fetch)
        raise AssertionError(f"{given[file]}: left out among others, and used alone")

    def _infer(self, given, folder, fetch):
        """Runs files; an error names what they are to the caller instead of their paths."""
        try:
            return call(
                "infer",
                self.path,
                input=list(given),
                dump=pathlib.Path(folder) / "outputs",
                fetch=fetch,
                executor=self.executor,
            )
        except PlumbError as error:
            raise error.renamed(given) from None

    def _arrays(self, inputs):
        if not isinstance(inputs, dict):
            inputs = {self.inputs[0]: inputs} if len(self.inputs) == 1 else {}
        if set(inputs) != set(self.inputs):
            raise ValueError(f"expected arrays for {self.inputs}, found {sorted(inputs)}")
        return {name: numpy.asarray(inputs[name]) for name in self.inputs}


def _form(array):
    return f"{array.dtype} of shape {array.shape}"


def _tensors(records):
    return {each["name"]: numpy.load(each["file"]) for each in records}
