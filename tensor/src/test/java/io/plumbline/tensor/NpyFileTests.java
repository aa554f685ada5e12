package io.plumbline.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NpyFileTests {
  @TempDir Path folder;

  private static Tensor random(DType dtype, Shape shape, long seed) {
    Tensor tensor = Tensor.allocate(dtype, shape);
    Random random = new Random(seed);
    for (long i = 0; i < tensor.data().byteSize(); i++) {
      byte value = (byte) (dtype == DType.BOOL ? random.nextInt(2) : random.nextInt(120));
      tensor.data().set(ValueLayout.JAVA_BYTE, i, value);
    }
    return tensor;
  }

  private Path file(byte version, String dictionary, byte[] data) throws IOException {
    byte[] text = dictionary.getBytes(StandardCharsets.US_ASCII);
    int preamble = version == 1 ? 10 : 12;
    byte[] bytes = new byte[preamble + text.length + data.length];
    System.arraycopy(
        new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', version, 0, (byte) text.length},
        0,
        bytes,
        0,
        9);
    System.arraycopy(text, 0, bytes, preamble, text.length);
    System.arraycopy(data, 0, bytes, preamble + text.length, data.length);
    return Files.write(folder.resolve("a.npy"), bytes);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BFLOAT16")
  void returnsWhatWasWritten(DType dtype) {
    for (Shape shape : new Shape[] {Shape.of(), Shape.of(5), Shape.of(2, 3, 4), Shape.of(2, 0)}) {
      Tensor tensor = random(dtype, shape, 7);
      Path file = folder.resolve("x.npy");
      NpyFile.write(file, tensor);
      assertThat(NpyFile.read(file).sameAs(tensor)).isTrue();
    }
  }

  @Test
  void writesBfloat16AsFloat32() {
    Tensor tensor = random(DType.BFLOAT16, Shape.of(3), 1);
    NpyFile.write(folder.resolve("x.npy"), tensor);
    assertThat(NpyFile.read(folder.resolve("x.npy")).toFloats()).isEqualTo(tensor.toFloats());
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"UINT8", "INT16"})
  void readsColumnMajorFiles(DType dtype) throws IOException {
    String kind = dtype == DType.UINT8 ? "|u1" : ">i2";
    byte[] data =
        dtype == DType.UINT8
            ? new byte[] {1, 4, 2, 5, 3, 6}
            : new byte[] {0, 1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6};
    Path file =
        file((byte) 2, "{'descr': '" + kind + "', 'fortran_order': True, 'shape': (2, 3), }", data);
    assertThat(NpyFile.read(file).toInts()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void headersPadTheDataToSixtyFourBytes() throws IOException {
    NpyFile.write(folder.resolve("x.npy"), Tensor.of(Shape.of(1, 3), 1f, 2f, 3f));
    assertThat(Files.size(folder.resolve("x.npy")) % 64).isEqualTo(12);
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Path text =
        file((byte) 1, "{'descr': '<U4', 'fortran_order': False, 'shape': (1,)}", new byte[16]);
    assertThatThrownBy(() -> NpyFile.read(text))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("<U4");
    Path brief =
        file((byte) 1, "{'descr': '<f4', 'fortran_order': False, 'shape': (4,)}", new byte[12]);
    assertThatThrownBy(() -> NpyFile.read(brief))
        .hasMessageContaining("16 bytes")
        .hasMessageContaining("12");
    Path vast =
        file(
            (byte) 1,
            "{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999, 9999999999)}",
            new byte[4]);
    assertThatThrownBy(() -> NpyFile.read(vast)).hasMessageContaining("impossible");
  }

  @Test
  void damagedFilesAreDataErrors() throws IOException {
    Path good = folder.resolve("good.npy");
    NpyFile.write(good, random(DType.FLOAT32, Shape.of(2, 3), 3));
    byte[] bytes = Files.readAllBytes(good);
    Random random = new Random(20261121);
    for (int round = 0; round < 400; round++) {
      byte[] damaged = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      for (int i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
        damaged[random.nextInt(Math.min(80, damaged.length))] = (byte) random.nextInt();
      }
      Path file = Files.write(folder.resolve("damaged.npy"), damaged);
      try {
        NpyFile.read(file);
      } catch (BadDataException e) {
        assertThat(e.where()).isEqualTo(file.toString());
      }
    }
  }
}
