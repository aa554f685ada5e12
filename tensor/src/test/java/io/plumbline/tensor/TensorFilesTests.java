package io.plumbline.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorFilesTests {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void textAndRawFilesReturnWhatWasWritten(DType dtype) {
    Tensor tensor = Tensor.allocate(dtype, Shape.of(2, 3));
    for (long i = 0; i < tensor.data().byteSize(); i++) {
      byte value = (byte) (dtype == DType.BOOL ? i & 1 : 37 * i + 11);
      tensor.data().set(ValueLayout.JAVA_BYTE, i, value);
    }
    Path text = folder.resolve("x.txt");
    TextTensorFile.write(text, tensor);
    assertThat(TextTensorFile.read(text, dtype, tensor.shape()).sameAs(tensor)).isTrue();
    Path raw = folder.resolve("x.bin");
    RawTensorFile.write(raw, tensor);
    assertThat(RawTensorFile.read(raw, dtype, tensor.shape()).sameAs(tensor)).isTrue();
  }

  @Test
  void wrongSizesComeWithAGuess() {
    Path file = folder.resolve("x.bin");
    RawTensorFile.write(file, Tensor.allocate(DType.UINT8, Shape.of(1, 3, 4, 4)));
    BadDataException error =
        catchThrowableOfType(
            BadDataException.class,
            () -> RawTensorFile.read(file, DType.FLOAT32, Shape.of(1, 3, 4, 4)));
    assertThat(error).hasMessage("f32[1x3x4x4] needs 192 bytes, found 48");
    assertThat(error.remedy()).contains("ui8[1x3x4x4]");
  }

  @Test
  void badLinesAreNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("x.txt"), "# f32[2]\n1.5\nzwei\n");
    assertThatThrownBy(() -> TextTensorFile.read(file, DType.FLOAT32, Shape.of(2)))
        .isInstanceOfSatisfying(
            BadDataException.class, e -> assertThat(e.where()).endsWith("x.txt:3"))
        .hasMessageContaining("zwei");
    assertThatThrownBy(() -> TextTensorFile.read(file, DType.FLOAT32, Shape.of(1)))
        .hasMessageContaining("needs 1 values, found 2");
  }
}
