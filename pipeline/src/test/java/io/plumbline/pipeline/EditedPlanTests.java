package io.plumbline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.request.Progress;
import io.plumbline.pipeline.samples.RandomData;
import io.plumbline.report.Json;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.PlumblineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan file that somebody changed makes another program, or is refused by what it says. */
class EditedPlanTests {
  private static final List<Object> OTHERS =
      List.of("si16", "nowhere", -1, 300, 0, List.of(), Map.of());

  @TempDir private Path folder;

  private CompileRequest request(String name) {
    return CompileRequest.of(ModelFiles.of(folder.resolve("m.onnx")), new RandomData())
        .into(folder.resolve(name), "p")
        .withThreads(1);
  }

  private Path plan() {
    new SmallModel(17)
        .input("x", 1, 2, 4, 4)
        .weights("w", 3, 2, 1, 1)
        .weights("b", 3)
        .node("Conv", "x w b", "c")
        .node("Relu", "c", "r")
        .node("GlobalAveragePool", "r", "p")
        .node("Flatten", "p", "f")
        .weights("v", 3, 2)
        .node("MatMul", "f v", "y")
        .write(folder.resolve("m.onnx"), "y");
    return Pipeline.compile(request("made"), Progress.SILENT).request().file(Artifact.PLAN);
  }

  private Optional<PlumblineException> outcome(Object tree) throws IOException {
    Path edited = Files.writeString(folder.resolve("edited.json"), Json.pretty(tree));
    try {
      Pipeline.compile(request("again").withPlan(edited), Progress.SILENT);
      return Optional.empty();
    } catch (PlumblineException e) {
      return Optional.of(e);
    }
  }

  /** A tree with what is at a path replaced. */
  private static Object with(Object tree, List<Object> path, Object other) {
    if (path.isEmpty()) {
      return other;
    }
    List<Object> rest = path.subList(1, path.size());
    if (tree instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>(map);
      copy.computeIfPresent(path.getFirst(), (_, value) -> with(value, rest, other));
      return copy;
    }
    List<Object> copy = new ArrayList<>((List<?>) tree);
    copy.set((int) path.getFirst(), with(copy.get((int) path.getFirst()), rest, other));
    return copy;
  }

  /** Every place of a tree; of the numbers of a list only the first. */
  private static void paths(Object tree, List<Object> path, List<List<Object>> found) {
    found.add(path);
    if (tree instanceof Map<?, ?> map) {
      map.forEach((key, value) -> paths(value, longer(path, key), found));
    } else if (tree instanceof List<?> list) {
      int most = list.stream().allMatch(Number.class::isInstance) ? 1 : list.size();
      for (int i = 0; i < Math.min(most, list.size()); i++) {
        paths(list.get(i), longer(path, i), found);
      }
    }
  }

  private static List<Object> longer(List<Object> path, Object step) {
    List<Object> longer = new ArrayList<>(path);
    longer.add(step);
    return List.copyOf(longer);
  }

  @Test
  void isTakenOrRefusedByTheFile() throws IOException {
    Object tree = Json.parse(Files.readString(plan()));
    List<List<Object>> paths = new ArrayList<>();
    paths(tree, List.of(), paths);
    List<String> codes = new ArrayList<>();
    int edits = 0;
    for (List<Object> path : paths) {
      Object other = OTHERS.get(edits++ % OTHERS.size());
      Optional<PlumblineException> refused = outcome(with(tree, path, other));
      codes.add(refused.map(PlumblineException::code).orElse(""));
      refused.ifPresent(
          e -> {
            assertThat(e).as("%s = %s", path, other).isInstanceOf(BadConfigurationException.class);
            assertThat(e.code()).as("%s = %s", path, other).startsWith("plan.");
            assertThat(e.where()).contains("edited.json");
          });
    }
    assertThat(codes).contains("", "plan.unreadable", "plan.impossible");
  }

  @Test
  void anEntryIsNamed() throws IOException {
    Object tree = Json.parse(Files.readString(plan()));
    Object scales = with(tree, List.of("activations", 0, "scale"), List.of(-1));
    assertThat(outcome(scales).orElseThrow()).hasMessageContaining("activations[0] (");
    Object type = with(tree, List.of("weights", 0, "qtype"), "si17");
    assertThat(outcome(type).orElseThrow())
        .hasMessageContaining("weights[0] (w): 'si17' is no dtype");
  }
}
