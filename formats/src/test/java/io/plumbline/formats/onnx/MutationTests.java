package io.plumbline.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.formats.HostileFile;
import io.plumbline.formats.wire.GraphProto;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.testkit.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Damaged files, made from good ones by seeded mutation, are read or refused in our own words. */
class MutationTests {
  /** The heap that reading and writing again may take for each byte of a file. */
  private static final long PER_BYTE = 2000;

  private static final long TO_BEGIN_WITH = 32L << 20;

  @Test
  void fewHundredMutations() throws IOException {
    mutate(originals(), 600, 1, false);
  }

  @Test
  @Tag("slow")
  void manyThousandMutations() throws IOException {
    mutate(originals(), 50_000, 2, true);
  }

  @Test
  @Tag("slow")
  void thousandsOfMutationsOfTrainedModels() throws IOException {
    List<byte[]> trained = new ArrayList<>();
    for (String name :
        List.of(
            "mnist_8/model.onnx",
            "mlperf_tiny_onnx/kws_dscnn.onnx",
            "tribuo_onnx/cnn_mnist.onnx")) {
      trained.add(Files.readAllBytes(SharedData.require("models/" + name)));
    }
    mutate(trained, 5_000, 3, true);
  }

  private static void mutate(List<byte[]> originals, int count, long seed, boolean timed)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    int read = 0;
    for (int i = 0; i < count; i++) {
      byte[] original = originals.get(random.nextInt(originals.size()));
      byte[] damaged =
          random.nextBoolean()
              ? damaged(original, random)
              : StructureMutation.apply(ModelProto.parseFrom(original), random).toByteArray();
      if (isRead(damaged, "mutation %d of seed %d".formatted(i, seed), timed)) {
        read++;
      }
    }
    assertThat(read).as("mutations that are still models").isBetween(count / 10, count * 9 / 10);
  }

  /** Whether a file is read; anything but reading and our own exceptions fails the test. */
  private static boolean isRead(byte[] bytes, String what, boolean timed) {
    long most = PER_BYTE * bytes.length + TO_BEGIN_WITH;
    Runnable reading = () -> OnnxWriter.toBytes(OnnxReader.read(bytes, "mutated.onnx"));
    return timed
        ? HostileFile.isReadInTime(what, most, reading)
        : HostileFile.isRead(what, most, reading);
  }

  /** Small models: the conformance cases where they are there, else two of our own. */
  private static List<byte[]> originals() throws IOException {
    byte[] own =
        Models.model(
                GraphProto.newBuilder()
                    .addInitializer(Models.floats("w", 1, 2, 3, 4))
                    .addNode(Models.node("Add", List.of("x", "w"), List.of("a")))
                    .addNode(Models.node("Relu", "a", "y")))
            .build()
            .toByteArray();
    if (!SharedData.isPresent()) {
      return List.of(own);
    }
    try (Stream<Path> entries = Files.list(SharedData.require("conformance/tests/node"))) {
      List<Path> files =
          entries.map(entry -> entry.resolve("model.onnx")).filter(Files::exists).sorted().toList();
      List<byte[]> originals = new ArrayList<>(List.of(own));
      for (Path file : files) {
        originals.add(Files.readAllBytes(file));
      }
      return originals;
    }
  }

  private static byte[] damaged(byte[] original, SplittableRandom random) {
    byte[] bytes = original.clone();
    for (int edits = random.nextInt(1, 6); edits > 0; edits--) {
      int at = random.nextInt(bytes.length);
      bytes =
          switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(bytes, Math.max(1, at));
            case 1 -> without(bytes, at, random.nextInt(1, 9));
            case 2 -> repeated(bytes, at, random.nextInt(1, 33));
            default -> changed(bytes, at, random);
          };
    }
    return bytes;
  }

  private static byte[] changed(byte[] bytes, int at, SplittableRandom random) {
    bytes[at] =
        (byte) (random.nextBoolean() ? random.nextInt(256) : bytes[at] ^ (1 << random.nextInt(8)));
    return bytes;
  }

  private static byte[] without(byte[] bytes, int at, int length) {
    int end = Math.min(bytes.length, at + length);
    byte[] shorter = Arrays.copyOf(bytes, Math.max(1, bytes.length - (end - at)));
    System.arraycopy(bytes, end, shorter, Math.min(at, shorter.length), bytes.length - end);
    return shorter;
  }

  private static byte[] repeated(byte[] bytes, int at, int length) {
    int end = Math.min(bytes.length, at + length);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + (end - at));
    System.arraycopy(bytes, at, longer, end, bytes.length - at);
    return longer;
  }
}
