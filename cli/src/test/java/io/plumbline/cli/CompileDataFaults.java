package io.plumbline.cli;

import static io.plumbline.cli.CompileFault.INPUT;
import static io.plumbline.cli.CompileFault.USAGE;
import static io.plumbline.cli.CompileFault.compile;
import static io.plumbline.cli.Scene.MODEL;
import static io.plumbline.cli.Scene.PREPROCESS;

import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;

/** Compilations that must fail for their calibration data. */
final class CompileDataFaults {
  private CompileDataFaults() {}

  static List<CompileFault> data() {
    return List.of(
        new CompileFault(
            "array of wrong shape",
            s -> compile(s, MODEL, array(s, Tensor.of(Shape.of(1, 3, 40, 48), floats(5760)))),
            INPUT,
            "data.mismatch",
            "a.npy",
            "expected f32[1x3x48x48]"),
        new CompileFault(
            "array of wrong type",
            s -> compile(s, MODEL, array(s, Tensor.of(Shape.of(1, 3, 48, 48), new byte[6912]))),
            INPUT,
            "data.mismatch",
            "a.npy",
            "found si8"),
        new CompileFault(
            "NaN in an array",
            s -> compile(s, MODEL, array(s, Tensor.of(Shape.of(1, 3, 48, 48), nan()))),
            INPUT,
            "data.not-finite",
            "a.npy",
            "element 7 is NaN"),
        new CompileFault(
            "damaged array",
            s -> compile(s, MODEL, s.dataFile("a.npy", new byte[10])),
            INPUT,
            "npy.",
            "a.npy",
            ""),
        new CompileFault(
            "raw file of wrong size",
            s -> compile(s, MODEL, s.dataFile("a.bin", new byte[100])),
            INPUT,
            "",
            "a.bin",
            "100"),
        new CompileFault(
            "empty folder",
            s -> compile(s, MODEL, s.emptyFolder("data")),
            INPUT,
            "data.empty-folder",
            "data",
            "no files"),
        new CompileFault(
            "missing folder",
            s -> compile(s, MODEL, s.at("absent")),
            INPUT,
            "data.folder",
            "absent",
            "no such folder"),
        new CompileFault(
            "no picture can be read",
            s -> {
              Path data = s.dataFile("a.png", new byte[10]);
              s.write("data/b.png", "");
              return compile(s, MODEL, data, "--preprocess", PREPROCESS);
            },
            INPUT,
            "picture.undecodable",
            "a.png",
            "none of the 2 samples"),
        new CompileFault(
            "folders for two inputs",
            s -> compile(s, MODEL, Path.of(s.pictures(1) + ";" + s.emptyFolder("more"))),
            USAGE,
            "data.folder-count",
            "cal",
            "2 folders"),
        new CompileFault(
            "pictures without preprocessing",
            s -> compile(s, MODEL, s.pictures(1)),
            USAGE,
            "data.no-preprocess",
            "pictures",
            "these are pictures"),
        new CompileFault(
            "unknown transformer",
            s ->
                compile(
                    s,
                    MODEL,
                    s.pictures(1),
                    "--preprocess",
                    s.write("p.yaml", "transformers:\n  - HWC2CHWTransformr: {}\n")),
            USAGE,
            "",
            "p.yaml:2",
            "did you mean 'HWC2CHWTransformer'"),
        new CompileFault(
            "missing preprocessing file",
            s -> compile(s, MODEL, s.pictures(1), "--preprocess", s.at("absent.yaml")),
            USAGE,
            "",
            "absent.yaml",
            ""));
  }

  private static Path array(Scene scene, Tensor tensor) {
    Path data = scene.emptyFolder("data");
    NpyFile.write(data.resolve("a.npy"), tensor);
    return data;
  }

  private static float[] floats(int count) {
    return new float[count];
  }

  private static float[] nan() {
    float[] values = floats(6912);
    values[7] = Float.NaN;
    return values;
  }
}
