package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.formats.wire.StringStringEntryProto;
import io.plumbline.formats.wire.TensorProto;
import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Sha256;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports name what was read, and nothing that was read is written over. */
class ProvenanceTests {
  @TempDir private Path folder;

  /** Replaces a file with an empty one when a stage begins. */
  private static Progress emptying(Path file, String stage) {
    return new Progress() {
      @Override
      public void stage(String name) {
        if (name.equals(stage)) {
          new Scene(Objects.requireNonNull(file.getParent()))
              .write(file.getFileName().toString(), new byte[0]);
        }
      }

      @Override
      public void update(long done, long total) {}

      @Override
      public void message(String text) {}
    };
  }

  @Test
  void aModelThatIsReplacedMeanwhileKeepsItsHash() throws IOException {
    byte[] model = Scene.bytes(Scene.MODEL);
    Path file = new Scene(folder).write("model.onnx", model);
    CompileRequest request =
        CompileRequest.of(ModelFiles.of(file), new RandomData())
            .into(folder.resolve("work"), "model")
            .withConfiguration("model_parameters: {}\n");
    Pipeline.compile(request, emptying(file, "optimise"));
    String hash = Sha256.of(MemorySegment.ofArray(model));
    assertThat(file).isEmptyFile();
    assertThat(Files.readString(request.file(Artifact.QUANT_INFO))).contains(hash);
    assertThat(Files.readString(request.file(Artifact.CONFIGURATION))).contains(hash);
  }

  @Test
  void samplesThatChangeMeanwhileAreNotVouchedFor() {
    Scene scene = new Scene(folder);
    byte[] zeros = new byte[3 * 48 * 48 * Float.BYTES];
    Path first = scene.write("samples/a.bin", zeros);
    scene.write("samples/b.bin", zeros);
    FolderData data = new FolderData(List.of(first.getParent()), Optional.empty());
    CompileRequest request =
        CompileRequest.of(ModelFiles.of(Scene.MODEL), data).into(scene.work(), "model");
    assertThatThrownBy(() -> Pipeline.compile(request, emptying(first, "compare")))
        .isInstanceOf(BadDataException.class);
  }

  private PlumbRun compile(Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("compile", "--preprocess", Scene.PREPROCESS, "--threads", 1));
    arguments.addAll(Arrays.asList(more));
    return PlumbRun.of(arguments);
  }

  @ParameterizedTest
  @ValueSource(strings = {"m_original_float_model.onnx", "m_quantized_model.onnx.data"})
  void aModelIsNotWrittenOver(String name) {
    Scene scene = new Scene(folder);
    byte[] bytes = Scene.bytes(Scene.MODEL);
    Path model = scene.write(name, bytes);
    refusesToWriteOver(name, scene, model);
    assertThat(model).hasBinaryContent(bytes);
  }

  @Test
  void externalDataAreNotWrittenOver() {
    Scene scene = new Scene(folder);
    String name = "m_original_float_model.onnx.data";
    byte[] data = {0, 1, 2, 3};
    Path file = scene.write(name, data);
    Path model = scene.model(given -> given.getGraphBuilder().addInitializer(external(name)));
    refusesToWriteOver(name, scene, model);
    assertThat(file).hasBinaryContent(data);
  }

  /** With outputs that begin with m, beside the model. */
  private void refusesToWriteOver(String name, Scene scene, Path model) {
    PlumbRun run =
        compile(
            "-m",
            model,
            "--cal-data-dir",
            scene.pictures(2),
            "--working-dir",
            folder,
            "--prefix",
            "m");
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains("usage.overwrites-input", name);
  }

  /** A float32 number in a file beside the model. */
  private static TensorProto.Builder external(String file) {
    return TensorProto.newBuilder()
        .setName("beside")
        .setDataType(1)
        .addDims(1)
        .setDataLocation(TensorProto.DataLocation.EXTERNAL)
        .addExternalData(StringStringEntryProto.newBuilder().setKey("location").setValue(file));
  }

  @Test
  void artefactsDoNotComeToLieAmongSamples() {
    Scene scene = new Scene(folder);
    Path pictures = scene.pictures(2);
    PlumbRun run =
        compile("-m", Scene.MODEL, "--cal-data-dir", pictures, "--working-dir", pictures);
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(Scene.files(pictures)).hasSize(2);
  }

  @Test
  void aDumpDoesNotReplaceItsInput() {
    Scene scene = new Scene(folder);
    byte[] zeros = new byte[3 * 48 * 48 * Float.BYTES];
    Path input = scene.write("logits.bin", zeros);
    PlumbRun run =
        PlumbRun.of("infer", Scene.MODEL, "--input", input, "--dump", folder, "--format", "bin");
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(input).hasBinaryContent(zeros);
  }
}
