package io.plumbline.cli;

import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A folder in which a configuration stands as in a public model zoo: below it the models and
 * calibration sets that its text names.
 *
 * @param scene the folder
 */
record ZooFolder(Scene scene) {
  private static final Pattern MODEL = Pattern.compile("\\./(models|cases)/[\\w./-]*\\w");
  private static final Pattern DATA = Pattern.compile("calibration/([\\w.-]*\\w)");

  /** Files that stand beside a configuration. */
  private static final List<String> BESIDE = List.of("anomaly_quant_config.json");

  /** A picture and a vector of features. */
  private static final String GUIDED = "./models/guided.onnx";

  /** Puts a configuration of the resources there, unchanged, with all that it names. */
  Path holding(String name) {
    byte[] bytes = resource(name);
    Path file = scene.write(name.replaceFirst(".*/", ""), bytes);
    String text = new String(bytes, StandardCharsets.UTF_8);
    for (String each : BESIDE) {
      if (text.contains(each)) {
        scene.write(each, resource("horizon/" + each));
      }
    }
    MODEL.matcher(text).results().map(MatchResult::group).distinct().forEach(this::model);
    DATA.matcher(text).results().map(match -> match.group(1)).distinct().forEach(this::data);
    return file;
  }

  static byte[] resource(String name) {
    try (var stream = ZooFolder.class.getResourceAsStream("/zoo/" + name)) {
      return Objects.requireNonNull(stream, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void model(String path) {
    if (path.equals(GUIDED)) {
      scene.write(path, Scene.bytes(scene.model(ZooFolder::guide)));
      return;
    }
    Path source = SharedData.require(path.substring("./".length()));
    if (Files.isDirectory(source)) {
      Scene.files(source)
          .forEach(file -> scene.write(path + "/" + file.getFileName(), Scene.bytes(file)));
    } else {
      scene.write(path, Scene.bytes(source));
    }
  }

  /** The example with a second input that is added to its scores. */
  private static void guide(ModelProto.Builder model) {
    var graph = model.getGraphBuilder();
    String scores = graph.getOutput(0).getName();
    graph.addInput(graph.getOutput(0).toBuilder().setName("offset"));
    graph.addNode(
        NodeProto.newBuilder()
            .setName("guide")
            .setOpType("Add")
            .addInput(scores)
            .addInput("offset")
            .addOutput("guided"));
    graph.getOutputBuilder(0).setName("guided");
  }

  private void data(String name) {
    if (name.endsWith(".tar")) {
      String folder = name.substring(0, name.length() - ".tar".length());
      data(folder);
      pack(Scene.files(scene.at("calibration/" + folder)), scene.at("calibration/" + name));
    } else {
      ZooSamples.of(name)
          .forEach((file, bytes) -> scene.write("calibration/%s/%s".formatted(name, file), bytes));
    }
  }

  private static void pack(List<Path> files, Path tar) {
    try (OutputStream bytes = Files.newOutputStream(tar);
        TarArchiveOutputStream archive = new TarArchiveOutputStream(bytes, "UTF-8")) {
      for (Path file : files) {
        TarArchiveEntry entry = new TarArchiveEntry(String.valueOf(file.getFileName()), true);
        entry.setSize(Files.size(file));
        archive.putArchiveEntry(entry);
        Files.copy(file, archive);
        archive.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The configurations of a folder among the resources, by name. */
  static List<String> names(String folder, String ending) {
    Path resources = SharedData.root().resolve("cli/src/test/resources/zoo").resolve(folder);
    try (Stream<Path> files = Files.list(resources)) {
      return files
          .map(file -> folder + "/" + file.getFileName())
          .filter(name -> name.matches(".*\\.(%s)".formatted(ending)))
          .filter(name -> BESIDE.stream().noneMatch(name::endsWith))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
