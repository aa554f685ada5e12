package io.plumbline.engine.ort;

import io.plumbline.graph.TensorType;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A program of its own: runs a model twice and prints {@code threads=N sockets=M}, the threads that
 * ONNX Runtime started beside ours and the internet sockets this process holds. Both are read from
 * Linux's {@code /proc}.
 */
final class OpensASession {
  private static final Path PROCESS = Path.of("/proc/self");

  private OpensASession() {}

  public static void main(String[] arguments) throws IOException {
    long before = threadsOfTheFirstName();
    TensorType two = TensorType.of(DType.FLOAT32, Shape.of(2));
    for (int run = 0; run < 2; run++) {
      try (OrtEngine engine =
          OrtEngine.open(
              Models.of(two, new LinkedHashMap<>(), Models.node("Neg", List.of("x"), "y")))) {
        engine.run(Map.of("x", Tensor.of(Shape.of(2), 1f, 2f)));
        System.out.printf(
            "threads=%d sockets=%d%n", threadsOfTheFirstName() - before, internetSockets());
      }
    }
  }

  /** Native threads bear the name of the one that started them; the JVM names its own. */
  private static long threadsOfTheFirstName() throws IOException {
    String mine = Files.readString(PROCESS.resolve("comm"));
    long count = 0;
    try (Stream<Path> tasks = Files.list(PROCESS.resolve("task"))) {
      for (Path task : tasks.toList()) {
        if (Files.readString(task.resolve("comm")).equals(mine)) {
          count++;
        }
      }
    }
    return count;
  }

  private static long internetSockets() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String table : List.of("tcp", "tcp6", "udp", "udp6", "raw", "raw6")) {
      Path file = PROCESS.resolve("net").resolve(table);
      if (Files.exists(file)) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    try (Stream<Path> open = Files.list(PROCESS.resolve("fd"))) {
      return open.map(OpensASession::target)
          .filter(target -> target.startsWith("socket:["))
          .map(target -> " " + target.substring("socket:[".length(), target.length() - 1) + " ")
          .filter(inode -> lines.stream().anyMatch(line -> line.contains(inode)))
          .count();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "closed since it was listed";
    }
  }
}
