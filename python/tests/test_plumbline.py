"""Run by the build with the shipped example: PLUMB and PLUMBLINE_EXAMPLE say where both are."""

import os
import pathlib
import tempfile
import unittest

import numpy

import plumbline

EXAMPLE = pathlib.Path(os.environ["PLUMBLINE_EXAMPLE"])
MODEL = EXAMPLE / "model.onnx"


class ModelTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.model = plumbline.Model(MODEL)
        random = numpy.random.default_rng(1)
        cls.samples = [random.normal(size=(1, 3, 48, 48)).astype("f4") for _ in range(3)]

    def test_ports_have_names(self):
        self.assertEqual(self.model.inputs, ["input"])
        self.assertEqual(self.model.outputs, ["logits"])

    def test_one_run_is_one_of_many(self):
        alone = self.model.run(self.samples[1])["logits"]
        self.assertEqual(alone.shape, (1, 10))
        self.assertEqual(alone.dtype, numpy.float32)
        together = self.model.run_all(self.samples)
        self.assertEqual(len(together), 3)
        numpy.testing.assert_array_equal(together[1]["logits"], alone)

    def test_tensors_between_are_handed_out(self):
        found = self.model.run({"input": self.samples[0]}, fetch=["relu1.out"])
        self.assertEqual(list(found), ["relu1.out"])

    def test_errors_say_what_to_do(self):
        with self.assertRaises(plumbline.PlumbError) as caught:
            plumbline.check("none.onnx")
        self.assertEqual(caught.exception.code, "model.missing-file")
        self.assertEqual(caught.exception.status, 3)
        self.assertTrue(caught.exception.remedy)
        with self.assertRaises(ValueError):
            self.model.run({"imput": self.samples[0]})

    def test_compiles_and_verifies(self):
        with tempfile.TemporaryDirectory() as folder:
            record = plumbline.compile(
                config=EXAMPLE / "config.yaml", working_dir=folder, effort="fast", no_native=True
            )
            self.assertGreater(record["outputs"][0]["quantized_cosine"], 0.99)
            program = record["artifacts"]["quantized"]
            scores = plumbline.evaluate(
                MODEL,
                program,
                data=EXAMPLE / "evaluation",
                labels=EXAMPLE / "evaluation_labels.txt",
                preprocess=EXAMPLE / "preprocess.yaml",
                limit=20,
            )
            self.assertEqual(scores["samples"], 20)
            self.assertIsInstance(plumbline.verify(MODEL, program, limit=2), dict)


if __name__ == "__main__":
    unittest.main()
