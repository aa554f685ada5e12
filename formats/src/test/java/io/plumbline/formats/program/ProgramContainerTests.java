package io.plumbline.formats.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.formats.onnx.OnnxReader;
import io.plumbline.formats.wire.ModelProto;
import io.plumbline.formats.wire.NodeProto;
import io.plumbline.runtime.cases.ExecutorCase;
import io.plumbline.runtime.cases.ExecutorCases;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProgramContainerTests {
  @TempDir Path folder;

  static List<ExecutorCase> cases() {
    return ExecutorCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void programSurvivesTheRoundTrip(ExecutorCase given) {
    byte[] bytes = ProgramWriter.bytes(given.program());
    Program restored = ProgramReader.read(bytes, "test");
    assertThat(restored)
        .usingRecursiveComparison()
        .withEqualsForType(Tensor::sameAs, Tensor.class)
        .isEqualTo(given.program());
    assertThat(ProgramWriter.bytes(restored)).isEqualTo(bytes);
  }

  @Test
  void casesHaveEveryInstruction() {
    Set<Class<?>> found = new HashSet<>();
    cases()
        .forEach(
            given -> given.program().instructions().forEach(step -> found.add(step.getClass())));
    assertThat(found).hasSameSizeAs(instructionTypes(Instruction.class));
  }

  private static Set<Class<?>> instructionTypes(Class<?> sealed) {
    Set<Class<?>> types = new HashSet<>();
    for (Class<?> type : sealed.getPermittedSubclasses()) {
      types.addAll(type.isSealed() ? instructionTypes(type) : Set.of(type));
    }
    return types;
  }

  @Test
  void writtenTwiceGivesTheSameFile() throws IOException {
    Program program = cases().getFirst().program();
    Path first = folder.resolve("a.onnx");
    Path second = folder.resolve("b.onnx");
    ProgramWriter.write(program, first);
    ProgramWriter.write(program, second);
    assertThat(Files.readAllBytes(first)).isEqualTo(Files.readAllBytes(second));
    assertThat(ProgramWriter.bytes(ProgramReader.read(first)))
        .isEqualTo(Files.readAllBytes(second));
  }

  /** The file is a hole, which takes no room on the disk. */
  @Test
  void aFileBeyondTheLimitOfProtobufIsRefusedWithTheLimit() throws IOException {
    Path file = folder.resolve("large.onnx");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(1L << 31);
    }
    assertThatThrownBy(() -> ProgramReader.read(file))
        .isInstanceOf(BadModelException.class)
        .hasMessageContaining("2 GiB");
  }

  @Test
  void knowsItsOwnFiles() throws IOException {
    Path program = folder.resolve("program.onnx");
    ProgramWriter.write(cases().getFirst().program(), program);
    Path model = folder.resolve("model.onnx");
    Files.write(
        model, ModelProto.newBuilder().setIrVersion(9).setDomain("x").build().toByteArray());
    Path text = Files.writeString(folder.resolve("text.onnx"), "not a model");
    assertThat(ProgramReader.isProgram(program)).isTrue();
    assertThat(ProgramReader.isProgram(model)).isFalse();
    assertThat(ProgramReader.isProgram(text)).isFalse();
    assertThat(ProgramReader.isProgram(folder.resolve("absent.onnx"))).isFalse();
  }

  @Test
  void nodesAreReadableInAViewer() throws IOException {
    for (ExecutorCase given : cases()) {
      ModelProto model = ModelProto.parseFrom(ProgramWriter.bytes(given.program()));
      for (NodeProto node : model.getGraph().getNodeList()) {
        assertThat(node.getDomain()).isEqualTo("io.plumbline");
        assertThat(node.getOutputCount()).isPositive();
      }
    }
  }

  @Test
  void absentFileIsAnErrorOfTheModel() {
    Path absent = folder.resolve("absent.onnx");
    assertThatThrownBy(() -> ProgramReader.read(absent))
        .isInstanceOfSatisfying(
            BadModelException.class, e -> assertThat(e.code()).isEqualTo("program.unreadable"));
  }

  /** Damaged bytes give a program or a BadModelException, nothing else. */
  @Test
  void damagedFilesAreRefused() {
    Random random = new Random(20261121);
    List<ExecutorCase> cases = cases();
    int refused = 0;
    for (int round = 0; round < 6000; round++) {
      byte[] bytes = ProgramWriter.bytes(cases.get(round % cases.size()).program());
      damage(bytes, random);
      try {
        ProgramReader.read(bytes, "damaged");
      } catch (BadModelException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(5900); // some bytes happen to be replaced by themselves
  }

  /** A program that runs is the one that was written, to the bit. */
  @Test
  void everyFlippedBitIsNoticed() {
    requireNoticed(ProgramWriter.bytes(cases().getFirst().program()), 1);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void flippedBitsOfAnyProgramAreNoticed(ExecutorCase given) {
    byte[] bytes = ProgramWriter.bytes(given.program());
    requireNoticed(bytes, 1 + bytes.length / 5);
  }

  private static void requireNoticed(byte[] bytes, int step) {
    int bits = bytes.length * Byte.SIZE;
    for (int bit = bits % step; bit < bits; bit += step) {
      byte[] flipped = bytes.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertThatThrownBy(() -> ProgramReader.read(flipped, "flipped"))
          .as("bit %d", bit)
          .isInstanceOf(BadModelException.class);
      assertThatThrownBy(() -> OnnxReader.read(flipped, "flipped"))
          .as("bit %d, read as a model", bit)
          .isInstanceOf(PlumblineException.class);
    }
  }

  private static void damage(byte[] bytes, Random random) {
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
  }

  @Test
  void truncatedFilesAreRefused() {
    byte[] bytes = ProgramWriter.bytes(cases().getFirst().program());
    for (int length = 0; length < bytes.length; length += 7) {
      byte[] part = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> ProgramReader.read(part, "truncated"))
          .isInstanceOf(BadModelException.class);
    }
  }
}
