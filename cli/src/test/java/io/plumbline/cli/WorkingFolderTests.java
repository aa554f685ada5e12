package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.Pipeline;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Deployment;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.file.FolderLock;
import io.plumbline.tensor.parallel.Threads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder holds the files of one run, whoever else writes or has planted there. */
class WorkingFolderTests {
  private static final List<String> OF_THE_RUN = List.of("log", "lock");

  @TempDir private Path folder;

  private CompileRequest request(String name, int batch) {
    return CompileRequest.of(ModelFiles.of(Scene.MODEL), new RandomData())
        .withThreads(1)
        .withDeployment(new Deployment(batch, List.of(), List.of(), List.of(), false, false))
        .into(folder.resolve(name), "model");
  }

  /** Bytes by file name, without what tells of times. */
  private Map<String, String> artefacts(String name) throws IOException {
    Map<String, String> bytes = new TreeMap<>();
    for (Path file : Scene.files(folder.resolve(name))) {
      String found = String.valueOf(file.getFileName());
      if (OF_THE_RUN.stream().noneMatch(found::endsWith)) {
        bytes.put(found, Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return bytes;
  }

  @Test
  void twoWritersNeverLeaveAMix() throws IOException {
    for (int batch = 1; batch <= 2; batch++) {
      Pipeline.compile(request("alone" + batch, batch), Progress.SILENT);
    }
    for (int round = 0; round < 4; round++) {
      AtomicInteger refused = new AtomicInteger();
      Threads.each(2, "compile", 2, (index, _) -> compile(request("both", index + 1), refused));
      assertThat(artefacts("both")).isIn(artefacts("alone1"), artefacts("alone2"));
      assertThat(refused).hasValueLessThan(2);
    }
  }

  private static void compile(CompileRequest request, AtomicInteger refused) {
    try {
      Pipeline.compile(request, Progress.SILENT);
    } catch (EnvironmentException e) {
      assertThat(e.code()).isEqualTo("environment.folder-in-use");
      refused.incrementAndGet();
    }
  }

  @Test
  void whatAnEarlierRunLeftDoesNotStay() throws IOException {
    Deployment trimmed =
        new Deployment(1, List.of(), List.of("Dequantize", "Softmax"), List.of(), false, false);
    Pipeline.compile(request("work", 1).withDeployment(trimmed), Progress.SILENT);
    assertThat(artefacts("work")).containsKey("model_quantized_removed_model.onnx");
    Pipeline.compile(request("work", 1), Progress.SILENT);
    assertThat(artefacts("work")).doesNotContainKey("model_quantized_removed_model.onnx");
  }

  @Test
  void aFolderInUseIsRefused() throws IOException {
    Scene scene = new Scene(folder);
    Files.createDirectories(scene.work());
    try (FolderLock _ = FolderLock.take(scene.work())) {
      PlumbRun run =
          PlumbRun.of(
              "compile",
              "-m",
              Scene.MODEL,
              "--cal-data-dir",
              scene.pictures(2),
              "--preprocess",
              Scene.PREPROCESS,
              "--working-dir",
              scene.work());
      assertThat(run.status()).as(run.err()).isEqualTo(4);
      assertThat(run.err()).contains("environment.folder-in-use", scene.work().toString());
    }
    assertThat(Scene.files(scene.work())).isEmpty();
  }

  @Test
  void preparingLeavesAloneWhatIsNotItsOwn() throws IOException {
    Scene scene = new Scene(folder);
    Path mine = scene.write(".set.part/mine.txt", "mine");
    Path other = scene.write("other/also-mine.txt", "mine");
    Files.createSymbolicLink(scene.at(".linked.part"), other.getParent());
    for (String name : List.of("set", "linked")) {
      PlumbRun run =
          PlumbRun.of(
              "prepare", scene.pictures(2), "-o", scene.at(name), "--preprocess", Scene.PREPROCESS);
      assertThat(run.status()).as(run.err()).isZero();
      assertThat(Scene.files(scene.at(name))).hasSize(2);
    }
    assertThat(mine).hasContent("mine");
    assertThat(other).hasContent("mine");
    assertThat(Scene.files(folder)).noneMatch(file -> file.toString().contains(".plumbline-"));
  }
}
