package io.plumbline.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A switch over a sealed type names every case, so that a new one is a compile error and not a
 * silent answer. Seen are all switches whose selector has a sealed type; not seen are chains of
 * {@code instanceof}, and switches over enums or over a type variable.
 */
class SealedSwitchTests {
  private static final SourceFiles SOURCES = SourceFiles.ofMain();

  /**
   * Classes that look for a few of the many ops, whose answer for all others is that they are not
   * meant. To leave an op out there costs a rewrite, never a wrong result.
   */
  private static final Map<String, String> RECOGNISERS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("ChannelAffine", "which products take a factor for each channel"),
              Map.entry("FuseGatedActivation", "which functions are gates"),
              Map.entry("FusedFunction", "which functions a convolution computes with its sum"),
              Map.entry("KnownRanges", "whose results are known to be bounded"),
              Map.entry("MultiplyAccumulates", "which ops are products of tensors"),
              Map.entry("Op", "whose ONNX type is not the name of its record"),
              Map.entry("QuantizationNode", "which ops have an axis of quantization"),
              Map.entry("RaiseOpset", "which ops changed their meaning between opsets"),
              Map.entry("RemoveIdentity", "which ops may do nothing"),
              Map.entry("ResolveAutoPad", "which ops have windows"),
              Map.entry("StoredParams", "which moves take elements of several operands")));

  @Test
  void noSwitchOverASealedTypeHasACatchAll() throws IOException {
    List<Path> files =
        SOURCES.paths().stream().map(path -> SharedData.root().resolve(path)).toList();
    List<String> found = CatchAlls.in(files);
    assertThat(found).allMatch(line -> RECOGNISERS.containsKey(name(line)));
    assertThat(found)
        .as("recognisers without a catch-all need no exception")
        .extracting(SealedSwitchTests::name)
        .containsAll(RECOGNISERS.keySet());
  }

  /** The class that a found place is in. */
  private static String name(String line) {
    return line.replaceAll(".*/(\\w+)\\.java:.*", "$1");
  }

  @Test
  void everyFormOfCatchAllIsSeen(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("Shapes.java");
    Files.writeString(
        file,
        """
        sealed interface Shape {
          record Round(int radius) implements Shape {}
          record Square(int side) implements Shape {}
          record Flat() implements Shape {}

          static int fallback(Shape shape) {
            return switch (shape) { case Round round -> 1; default -> 0; };
          }

          static int unconditional(Shape shape) {
            return switch (shape) { case Round round -> 1; case Shape other -> 0; };
          }

          static void statement(Shape shape) {
            switch (shape) { case Round round -> {} default -> {} }
          }

          static int nullToo(Shape shape) {
            return switch (shape) { case Round round -> 1; case null, default -> 0; };
          }

          static int whole(Shape shape) {
            return switch (shape) { case Round round -> 1; case Square square -> 2; case Flat flat -> 3; };
          }

          static int open(Object shape) {
            return switch (shape) { case Round round -> 1; default -> 0; };
          }
        }
        """);
    assertThat(CatchAlls.in(List.of(file)))
        .hasSize(4)
        .extracting(line -> line.replaceAll(".*:(\\d+):.*", "$1"))
        .containsExactly("7", "11", "15", "19");
  }
}
