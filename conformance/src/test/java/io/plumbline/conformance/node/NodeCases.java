package io.plumbline.conformance.node;

import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The cases of the ONNX project that come with inputs. */
final class NodeCases {
  private static final List<String> GROUPS =
      List.of("node", "pytorch-converted", "pytorch-operator", "simple");

  private NodeCases() {}

  static List<NodeCase> all() throws IOException {
    Path folder = SharedData.require("conformance/tests");
    List<NodeCase> cases = new ArrayList<>();
    for (String group : GROUPS) {
      try (Stream<Path> entries = Files.list(folder.resolve(group))) {
        entries
            .filter(entry -> Files.exists(entry.resolve("model.onnx")))
            .sorted()
            .map(entry -> new NodeCase(group + "/" + entry.getFileName(), entry))
            .forEach(cases::add);
      }
    }
    return cases;
  }

  /** What a function makes of each case, by name. */
  static <T> SequencedMap<String, T> map(Function<NodeCase, T> function) throws IOException {
    ConcurrentSkipListMap<String, T> results = new ConcurrentSkipListMap<>();
    all().parallelStream().forEach(given -> results.put(given.name(), function.apply(given)));
    return results;
  }
}
