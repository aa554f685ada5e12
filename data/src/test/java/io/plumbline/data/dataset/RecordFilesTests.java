package io.plumbline.data.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.picture.ReadMode;
import io.plumbline.data.sample.FileFormat;
import io.plumbline.data.sample.InputSpec;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.testkit.SharedData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFilesTests {
  private static final int RECORD = 3073;

  @TempDir private Path folder;

  @Test
  void cifarPlanesBecomeBlueGreenRedPixels() throws IOException {
    byte[] records = new byte[2 * RECORD];
    records[0] = 7;
    records[RECORD] = 3;
    records[RECORD + 1 + 5] = 10;
    records[RECORD + 1 + 1024 + 5] = 20;
    records[RECORD + 1 + 2048 + 5] = (byte) 230;
    Path file = Files.write(folder.resolve("data_batch_1.bin"), records);

    List<Example<Integer>> examples = CifarFiles.read(file);

    assertThat(examples).extracting(Example::truth).containsExactly(7, 3);
    Prepared prepared = pictures(32, 32).prepare(examples.get(1).origin());
    float[] pixels = prepared.tensor().toFloats();
    assertThat(List.of(pixels[15], pixels[16], pixels[17])).containsExactly(230f, 20f, 10f);
    assertThat(prepared.height()).isEqualTo(32);
  }

  @Test
  void aCifarFolderIsReadInNameOrder() throws IOException {
    for (int batch = 2; batch >= 1; batch--) {
      byte[] record = new byte[RECORD];
      record[0] = (byte) batch;
      Files.write(folder.resolve("data_batch_%d.bin".formatted(batch)), record);
    }
    assertThat(DatasetKind.infer(folder, Optional.empty())).isEqualTo(DatasetKind.CIFAR10);
    assertThat(CifarFiles.read(folder)).extracting(Example::truth).containsExactly(1, 2);
  }

  @Test
  void aCifarFileMustBeWholeRecords() throws IOException {
    Path file = Files.write(folder.resolve("a.bin"), new byte[RECORD + 1]);
    assertThatThrownBy(() -> CifarFiles.read(file))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("1 records and 1 bytes more");
  }

  @Test
  void aCifarLabelIsAtMostNine() throws IOException {
    byte[] record = new byte[RECORD];
    record[0] = 10;
    Path file = Files.write(folder.resolve("a.bin"), record);
    assertThatThrownBy(() -> CifarFiles.read(file))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("found 10");
  }

  @Test
  void idxFilesOfOneNameBelongTogether() throws IOException {
    byte[] pixels = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    Files.write(folder.resolve("t-images-idx3-ubyte.gz"), gzip(idx(0x803, pixels, 2, 2, 3)));
    Files.write(folder.resolve("t-labels-idx1-ubyte.gz"), gzip(idx(0x801, new byte[] {4, 9}, 2)));

    assertThat(DatasetKind.infer(folder, Optional.empty())).isEqualTo(DatasetKind.MNIST);
    List<Example<Integer>> examples = IdxFiles.read(folder, Optional.empty());

    assertThat(examples).extracting(Example::truth).containsExactly(4, 9);
    float[] second = pictures(2, 3).prepare(examples.get(1).origin()).tensor().toFloats();
    assertThat(second).startsWith(7, 7, 7, 8, 8, 8).endsWith(12, 12, 12);
  }

  @Test
  void idxFilesOfAnotherKindAreRefused() throws IOException {
    Path labels = Files.write(folder.resolve("labels"), idx(0x801, new byte[] {1}, 1));
    assertThatThrownBy(() -> IdxFiles.read(labels, Optional.of(labels)))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("magic 0x00000803, found 0x00000801");
  }

  @Test
  void idxCountsMustAgree() throws IOException {
    Path pictures = Files.write(folder.resolve("p"), idx(0x803, new byte[4], 1, 2, 2));
    Path labels = Files.write(folder.resolve("l"), idx(0x801, new byte[2], 2));
    assertThatThrownBy(() -> IdxFiles.read(pictures, Optional.of(labels)))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("2 labels for the 1 picture of");
  }

  @Test
  void idxFilesAreNeitherShortNorLong() throws IOException {
    Path labels = Files.write(folder.resolve("l"), idx(0x801, new byte[1], 1));
    for (int size : new int[] {3, 5}) {
      Path pictures = Files.write(folder.resolve("p"), idx(0x803, new byte[size], 1, 2, 2));
      assertThatThrownBy(() -> IdxFiles.read(pictures, Optional.of(labels)))
          .isInstanceOf(BadDataException.class)
          .hasMessageContaining(size < 4 ? "ends early" : "goes on");
    }
  }

  @Test
  void theSharedDigitsHaveTenThousandPictures() {
    Path shared = SharedData.require("images/mnist");
    List<Example<Integer>> examples = IdxFiles.read(shared, Optional.empty());
    assertThat(examples).hasSize(10_000);
    assertThat(examples.subList(0, 5)).extracting(Example::truth).containsExactly(7, 2, 1, 0, 4);
  }

  @Test
  void aFolderWithoutLabelsSaysWhatIsMissing() {
    assertThatThrownBy(() -> DatasetKind.infer(folder, Optional.empty()))
        .isInstanceOf(BadConfigurationException.class)
        .hasMessageContaining("no labels file");
    assertThatThrownBy(() -> DatasetKind.infer(folder.resolve("none"), Optional.empty()))
        .isInstanceOf(BadDataException.class);
  }

  private static Preparation pictures(long height, long width) {
    return new Preparation(
        new InputSpec("x", DType.FLOAT32, List.of(1L, height, width, 3L)),
        new FileFormat.Pictures(new Preprocess(ReadMode.OPENCV, List.of())));
  }

  private static byte[] idx(int magic, byte[] data, int... extents) {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * extents.length + data.length).putInt(magic);
    for (int extent : extents) {
      buffer.putInt(extent);
    }
    return buffer.put(data).array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
      packed.write(bytes);
    }
    return out.toByteArray();
  }
}
