package io.plumbline.cli.vendor;

import io.plumbline.cli.console.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hbdk-model-verifier}: a trained quantized model beside what was compiled of it. */
@Command(
    name = "hbdk-model-verifier",
    description = "Horizon's verifier of trained quantized models, done as 'plumb verify' does.")
final class ModuleVerifierApplet extends Applet {
  @Option(names = "--hbm", required = true, description = "The compiled model.")
  private Path compiled;

  @Option(
      names = "--model-pt",
      required = true,
      description = "The reference: a quantized model of this program, or an ONNX file.")
  private Path reference;

  @Option(
      names = "--ip",
      paramLabel = "HOST|USER@HOST",
      description = "Run the compiled model there, too: at an agent, or over SSH with a user.")
  private @Nullable String address;

  @Option(
      names = "--model-input",
      split = ",",
      description = "One file for each input; random numbers if not given.")
  private List<String> inputs = List.of();

  @Option(
      names = "--yuv-shape",
      paramLabel = "HxW",
      description = "Of yuv files; must be what the compiled model takes, for none is resized.")
  private @Nullable String extent;

  ModuleVerifierApplet(Plumb plumb) {
    super(plumb);
  }

  @Override
  List<ForeignFlag> foreign() {
    String mxnet = "models of MXNet are not read; export them as ONNX";
    return List.of(
        ForeignFlag.refused("'plumb infer --stride' reads rows with padding", "--image-stride"),
        ForeignFlag.refused(mxnet, "--model-json"),
        ForeignFlag.refused(mxnet, "--model-param"),
        ForeignFlag.told("a board takes part where --ip names one", "--skip-bpu").bare(),
        ForeignFlag.told("a file holds one model", "--model-name"),
        ForeignFlag.told("every run gives the same integers", "--times").of(FlagValues.COUNT),
        ForeignFlag.told("no files are left", "--local-work-path"));
  }

  @Override
  int work(Console console) {
    ComparedModels models =
        ComparedModels.of(this, List.of(reference, compiled), board("--ip", address)).strict();
    if (extent != null) {
      requireExtent(models.models().getLast(), extent);
    }
    return new Comparison(models, inputs, 0, false, true).run(this);
  }

  private void requireExtent(Path model, String asked) {
    Set<String> taken = PictureFiles.extents(model);
    if (!taken.contains(asked.toLowerCase(Locale.ROOT))) {
      throw refused(
          "--yuv-shape",
          taken.isEmpty()
              ? "the model takes no pictures"
              : "the model takes pictures of %s, and none is resized"
                  .formatted(String.join(" and ", taken)));
    }
  }
}
