"""Run by the build with the shipped example: PLUMB and PLUMBLINE_EXAMPLE say where both are."""

import os
import pathlib
import pickle
import shutil
import tempfile
import unittest
import unittest.mock

import numpy

import plumbline
from plumbline._launcher import joined, words

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

    def test_errors_name_arrays_as_the_caller_knows_them(self):
        good = self.samples[0]
        low = good[:, :, :40]
        runs = {
            "input 'input', float32 of shape (1, 3, 40, 48)": lambda: self.model.run(low),
            "input 'input', complex64 of shape (1, 3, 48, 48)": lambda: self.model.run(good.astype("c8")),
            "samples[1], float32 of shape (1, 3, 40, 48)": lambda: self.model.run_all([good, low, good]),
            "samples[0], uint8 of shape (1, 3, 48, 48)": lambda: self.model.run_all([good.astype("u1")]),
        }
        for where, run in runs.items():
            with self.subTest(where=where):
                with self.assertRaises(plumbline.PlumbError) as caught:
                    run()
                self.assertEqual(caught.exception.where, where)
                self.assertTrue(caught.exception.remedy)
                self.assertNotIn(".npy", str(caught.exception))

    def test_errors_come_back_from_other_processes(self):
        error = plumbline.PlumbError(3, "a.code", "what", "where", "do", {"missed": 1})
        again = pickle.loads(pickle.dumps(error))
        self.assertEqual(str(again), str(error))
        self.assertEqual((again.status, again.code, again.record), (3, "a.code", {"missed": 1}))

    def test_a_program_that_is_not_there_is_named(self):
        with unittest.mock.patch.dict(os.environ, {"PLUMB": "/nowhere/plumb"}):
            with self.assertRaises(plumbline.PlumbError) as caught:
                plumbline.check("model.onnx")
        self.assertEqual(caught.exception.code, "environment.no-plumb")
        self.assertIn("/nowhere/plumb", str(caught.exception))

    def test_a_missed_gate_has_the_record(self):
        with tempfile.TemporaryDirectory() as folder:
            with self.assertRaises(plumbline.PlumbError) as caught:
                plumbline.compile(
                    config=EXAMPLE / "config.yaml",
                    working_dir=folder,
                    effort="fast",
                    no_native=True,
                    min_cosine=0.9999999,
                )
            error = caught.exception
            self.assertEqual((error.status, error.code), (1, "gate-missed"))
            self.assertIn("--min-cosine", error.message)
            self.assertEqual(error.record["verdict"]["level"], "failed")
            self.assertTrue(os.path.isfile(error.record["artifacts"]["module"]))

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


class ModelListTests(unittest.TestCase):
    def test_a_list_of_models_is_taken_like_several(self):
        self.assertEqual(joined(("a.onnx", pathlib.Path("b.onnx"))), "a.onnx,b.onnx")
        self.assertEqual(joined((["a.onnx", pathlib.Path("b.onnx")],)), "a.onnx,b.onnx")


class ReadmeTests(unittest.TestCase):
    def test_its_example_runs_word_for_word(self):
        page = pathlib.Path(__file__).resolve().parents[1] / "README.md"
        code = page.read_text(encoding="utf-8").split("```python\n")[1].split("```")[0]
        before = os.getcwd()
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(EXAMPLE, pathlib.Path(folder) / "examples" / "shapes")
            names = {}
            os.chdir(folder)
            try:
                exec(code, names)
            finally:
                os.chdir(before)
        self.assertEqual(names["scores"].shape, (1, 10))


class OptionTests(unittest.TestCase):
    def test_lists_are_written_as_their_options_want(self):
        self.assertEqual(words({"cal_data_dir": ["a", "b"]}), ["--cal-data-dir", "a;b"])
        self.assertEqual(words({"fetch": ["a", "b"]}), ["--fetch", "a,b"])
        self.assertEqual(words({"no_native": True, "limit": 2, "x": None}), ["--no-native", "--limit", "2"])

    def test_shapes_are_two_words(self):
        expected = ["--input-shape", "input", "1x3x48x48"]
        shape = "1x3x48x48"
        for value in (
            "input " + shape,
            ("input", shape),
            ["input", shape],
            ["input " + shape],
            [("input", shape)],
            {"input": shape},
            {"input": (1, 3, 48, 48)},
        ):
            with self.subTest(value=value):
                self.assertEqual(words({"input_shape": value}), expected)
        self.assertEqual(words({"input_shape": ["a 1x2", "b 3"]})[3:], ["--input-shape", "b", "3"])
        with self.assertRaises(ValueError):
            words({"input_shape": "1x3x48x48"})

    def test_a_shape_reaches_the_program(self):
        self.assertIsInstance(plumbline.check(MODEL, input_shape="input 1x3x48x48"), dict)


if __name__ == "__main__":
    unittest.main()
