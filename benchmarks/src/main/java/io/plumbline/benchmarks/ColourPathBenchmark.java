package io.plumbline.benchmarks;

import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.config.yaml.YamlReader;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.sample.FileFormat;
import io.plumbline.data.sample.InputSpec;
import io.plumbline.data.sample.LabelledSet;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.graph.input.InputPreparation;
import io.plumbline.pipeline.Inference;
import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.Plumbline;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.ModelInterface;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.samples.PictureFeed;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.InputSource;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import io.plumbline.tensor.colour.Swing;
import io.plumbline.tensor.file.ScratchFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a camera's NV12 costs a classifier: the float model through its preprocess node, which is
 * what the colour meter predicts, and the integer model.
 */
public final class ColourPathBenchmark {
  private record Row(String device, Engine real, Engine integer) {}

  private static final String PREPROCESS =
      """
      transformers:
        - ShortSideResizeTransformer: {short_size: 256}
        - CenterCropTransformer: {crop_size: 224}
        - BGR2RGBTransformer: {data_format: HWC}
        - HWC2CHWTransformer: {}
      """;

  private ColourPathBenchmark() {}

  /**
   * Prints a row for each type of picture.
   *
   * @param arguments the shared folder, and optionally how many pictures to use
   */
  public static void main(String[] arguments) throws IOException {
    Path shared = Path.of(arguments.length > 0 ? arguments[0] : "../shared");
    int limit = arguments.length > 1 ? Integer.parseInt(arguments[1]) : Integer.MAX_VALUE;
    Path pictures = shared.resolve("images/imagenet");
    Preprocess preprocess =
        PreprocessFile.of(YamlReader.parse(PREPROCESS, "benchmark"), "benchmark");
    List<Row> rows = new ArrayList<>();
    for (PictureType device : List.of(PictureType.RGB, PictureType.YUV444, PictureType.NV12)) {
      rows.add(compile(device, shared, preprocess));
    }
    LabelledSet set =
        LabelledSet.open(pictures, pictures.resolve("evaluation_labels.txt")).limit(limit);
    int[][] right = new int[rows.size()][2];
    int[][] same = new int[rows.size()][2];
    for (int index = 0; index < set.entries().size(); index++) {
      long[] reference = new long[2];
      for (int i = 0; i < rows.size(); i++) {
        Port port =
            PictureFeed.training(rows.get(i).real(), rows.get(i).real().inputs().getFirst());
        LabelledSet.Labelled sample =
            set.load(
                index,
                new InputSpec(port.name(), DType.FLOAT32, port.dims()),
                new FileFormat.Pictures(preprocess));
        Tensor picture = sample.sample().inputs().firstEntry().getValue();
        long[] answers = {
          answer(rows.get(i).real(), picture), answer(rows.get(i).integer(), picture)
        };
        for (int kind = 0; kind < 2; kind++) {
          reference[kind] = i == 0 ? answers[kind] : reference[kind];
          right[i][kind] += answers[kind] == sample.label() ? 1 : 0;
          same[i][kind] += answers[kind] == reference[kind] ? 1 : 0;
        }
      }
    }
    print(rows, right, same, set.entries().size());
  }

  private static void print(List<Row> rows, int[][] right, int[][] same, int samples) {
    System.out.println(
        "| device hands over | float top-1 | same as rgb | int8 top-1 | same as int8 of rgb |");
    System.out.println("|---|---|---|---|---|");
    for (int i = 0; i < rows.size(); i++) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %.2f %% | %.2f %% | %.2f %% | %.2f %% |%n",
          rows.get(i).device(),
          100.0 * right[i][0] / samples,
          100.0 * same[i][0] / samples,
          100.0 * right[i][1] / samples,
          100.0 * same[i][1] / samples);
    }
  }

  private static long answer(Engine engine, Tensor picture) {
    Port port = engine.inputs().getFirst();
    Tensor fed = PictureFeed.feed(engine, port, picture, port.name());
    return Inference.argmax(engine.run(Map.of(port.name(), fed)).firstEntry().getValue());
  }

  private static Row compile(PictureType device, Path shared, Preprocess preprocess)
      throws IOException {
    PictureInput input =
        new PictureInput(
            device,
            PictureInput.usualLayout(device),
            PictureType.RGB,
            PictureLayout.NCHW,
            Swing.FULL,
            InputSource.DDR);
    SequencedMap<String, InputPreparation> inputs = new LinkedHashMap<>();
    inputs.put(
        ModelInterface.ONLY_INPUT, new InputPreparation(input, List.of(127.5), List.of(1 / 127.5)));
    Path model = shared.resolve("models/mobilenet_v2_imagenet_onnx/mobilenet_v2_1.0_224.onnx");
    CompileRequest request =
        CompileRequest.of(
                ModelFiles.of(model),
                new FolderData(
                    List.of(shared.resolve("images/imagenet/calibration")),
                    Optional.of(preprocess)))
            .withPorts(new ModelInterface(new LinkedHashMap<>(), inputs, List.of()))
            .into(ScratchFolder.create("plumbline-colour").path(), device.label());
    Pipeline.compile(request, Progress.SILENT);
    int threads = Runtime.getRuntime().availableProcessors();
    return new Row(
        device.label(),
        Plumbline.load(request.file(Artifact.ORIGINAL_FLOAT), threads),
        Plumbline.load(request.file(Artifact.QUANTIZED), threads));
  }
}
