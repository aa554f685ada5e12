package io.plumbline.data.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.data.inspect.FolderInspection.Folder;
import io.plumbline.data.inspect.FolderInspection.Format;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.RawTensorFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FolderInspectionTests {
  private static final Shape SHAPE = Shape.of(1, 3, 8, 10);

  /** First bytes as the formats' descriptions give them, and zeros. */
  private static final byte[] JPEG = start(0xFF, 0xD8, 0xFF, 0xE0);

  private static final byte[] PNG = start(0x89, 'P', 'N', 'G', 13, 10, 26, 10);
  private static final byte[] BMP = start('B', 'M', 0x36, 3, 0, 0, 0, 0, 0, 0, 0x36);
  private static final byte[] GZIP = start(0x1F, 0x8B, 8);

  @TempDir private Path folder;

  private static byte[] start(int... bytes) {
    byte[] file = new byte[960];
    for (int i = 0; i < bytes.length; i++) {
      file[i] = (byte) bytes[i];
    }
    return file;
  }

  private ExpectedInput input() {
    return new ExpectedInput(
        "data",
        folder.toString(),
        DType.FLOAT32,
        SHAPE,
        Optional.of(PictureLayout.NCHW),
        PictureType.RGB,
        Normalisation.NONE);
  }

  private List<Finding> inspect(Format format) {
    return FolderInspection.of(List.of(new Folder(input(), folder, format, DType.FLOAT32)));
  }

  /** A file for all samples has no number that others' folders could differ from. */
  @Test
  void oneFileBesideFoldersIsNotCounted() throws IOException {
    Path rate = Files.write(folder.resolve("rate.bin"), new byte[960]);
    Path samples = Files.createDirectory(folder.resolve("samples"));
    for (String name : new String[] {"a.bin", "b.bin"}) {
      Files.write(samples.resolve(name), start('a', 'b', name.charAt(0)));
    }
    List<Folder> folders =
        Stream.of(samples, rate)
            .map(path -> new Folder(input(), path, Format.RAW, DType.FLOAT32))
            .toList();
    assertThat(FolderInspection.of(folders))
        .extracting(Finding::code)
        .doesNotContain("data.unequal-folders");
  }

  private interface Maker {
    void fill(Path folder) throws IOException;
  }

  private record Case(String code, Format format, Maker maker, String says) {
    @Override
    public String toString() {
      return code + ": " + says;
    }
  }

  static Stream<Case> planted() {
    return Stream.of(
        raw(240, "240 bytes, f32[1x3x8x10] needs 960; their size fits ui8[1x3x8x10]"),
        raw(480, "fits f16[1x3x8x10]"),
        raw(120, "fits an nv12 picture of that height and width"),
        raw(80, "fits one grey channel of uint8"),
        raw(9600, "fits 10 samples in one file"),
        raw(961, "declare the type and shape"),
        new Case(
            "data.picture-as-raw",
            Format.RAW,
            folder -> Files.write(folder.resolve("a.rgb"), JPEG),
            "(a.rgb) are encoded pictures"),
        new Case(
            "data.picture-as-raw",
            Format.RAW,
            folder -> Files.write(folder.resolve("a.bin"), BMP),
            "'preprocess'"),
        new Case(
            "data.array-as-raw",
            Format.RAW,
            folder -> NpyFile.write(folder.resolve("a.npy.bin"), Tensor.of(SHAPE, new float[240])),
            "name them .npy"),
        new Case(
            "data.compressed",
            Format.RAW,
            folder -> Files.write(folder.resolve("a.bin"), GZIP),
            "unpack"),
        new Case(
            "data.compressed",
            Format.ARRAYS,
            folder -> Files.write(folder.resolve("a.npy"), start('P', 'K', 3, 4)),
            "npz"),
        new Case(
            "data.empty-file",
            Format.PICTURES,
            folder -> Files.write(folder.resolve("a.jpg"), new byte[0]),
            "1 of 1 file"),
        new Case(
            "data.raw-as-picture",
            Format.PICTURES,
            folder -> Files.write(folder.resolve("a.jpg"), new byte[960]),
            "no pictures in spite of their names"),
        new Case(
            "data.raw-as-array",
            Format.ARRAYS,
            folder -> Files.write(folder.resolve("a.npy"), new byte[960]),
            "tofile()"),
        new Case(
            "data.picture-as-array",
            Format.ARRAYS,
            folder -> Files.write(folder.resolve("a.npy"), PNG),
            "encoded pictures"),
        array(Shape.of(1, 8, 10, 3), DType.FLOAT32, "transpose(0, 3, 1, 2)"),
        array(Shape.of(8, 10, 3), DType.FLOAT32, "channels last (NHWC)"),
        array(Shape.of(3, 10, 8), DType.FLOAT32, "as many elements"),
        array(Shape.of(3, 9, 8), DType.FLOAT32, "in the input's size"),
        array(SHAPE, DType.UINT8, "astype(numpy.float32)"),
        new Case(
            "data.mixed-files",
            Format.PICTURES,
            folder -> {
              Files.write(folder.resolve("a.jpg"), JPEG);
              NpyFile.write(folder.resolve("b.npy"), Tensor.of(SHAPE, new float[240]));
            },
            "1 pictures, 1 .npy files; only the pictures"));
  }

  private static Case raw(int bytes, String says) {
    return new Case(
        "data.raw-size",
        Format.RAW,
        folder -> Files.write(folder.resolve("a.bin"), new byte[bytes]),
        says);
  }

  private static Case array(Shape shape, DType dtype, String says) {
    return new Case(
        "data.array-form",
        Format.ARRAYS,
        folder -> NpyFile.write(folder.resolve("a.npy"), Tensor.allocate(dtype, shape)),
        says);
  }

  @ParameterizedTest
  @MethodSource("planted")
  void namesPlantedMistakesAndNothingElse(Case planted) throws IOException {
    planted.maker.fill(folder);
    List<Finding> findings = inspect(planted.format);
    assertThat(findings).extracting(Finding::code).containsExactly(planted.code);
    assertThat(findings.getFirst().message()).contains(planted.says);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "FLOAT32", "FLOAT64"})
  void floatsOfAnyWidthFit(DType dtype) throws IOException {
    NpyFile.write(folder.resolve("a.npy"), Tensor.allocate(dtype, SHAPE));
    assertThat(inspect(Format.ARRAYS)).isEmpty();
  }

  @Test
  void namesTheBatchThatAFileLacks() throws IOException {
    Files.write(folder.resolve("a.bin"), new byte[960]);
    ExpectedInput batch =
        ExpectedInput.tensor("data", "folder", DType.FLOAT32, Shape.of(4, 3, 8, 10));
    assertThat(FolderInspection.of(List.of(new Folder(batch, folder, Format.RAW, DType.FLOAT32))))
        .singleElement()
        .extracting(Finding::message)
        .asString()
        .contains("one sample without the batch of 4: f32[1x3x8x10]");
  }

  @Test
  void namesFoldersOfDifferentLength() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.write(folder.resolve("a.bin"), new byte[960]);
    Files.write(other.resolve("a.bin"), new byte[960]);
    Files.write(other.resolve("b.bin"), new byte[960]);
    assertThat(
            FolderInspection.of(
                List.of(
                    new Folder(input(), folder, Format.RAW, DType.FLOAT32),
                    new Folder(input(), other, Format.RAW, DType.FLOAT32))))
        .singleElement()
        .extracting(Finding::code)
        .isEqualTo("data.unequal-folders");
  }

  @Test
  void correctFoldersHaveNoFindings() throws IOException {
    Files.writeString(folder.resolve("labels.txt"), "a.bin 0");
    Files.write(folder.resolve(".hidden"), new byte[1]);
    RawTensorFile.write(folder.resolve("a.bin"), Scenery.planar(1, 8, 10));
    assertThat(inspect(Format.RAW)).isEmpty();
    Files.delete(folder.resolve("a.bin"));
    NpyFile.write(folder.resolve("a.npy"), Scenery.planar(1, 8, 10));
    NpyFile.write(folder.resolve("b.npy"), Scenery.planar(1, 8, 10).reshape(Shape.of(3, 8, 10)));
    assertThat(inspect(Format.ARRAYS)).isEmpty();
    Files.delete(folder.resolve("a.npy"));
    Files.delete(folder.resolve("b.npy"));
    Files.write(folder.resolve("a.jpg"), PNG);
    assertThat(inspect(Format.PICTURES)).isEmpty();
    assertThat(
            FolderInspection.of(
                List.of(new Folder(input(), Path.of("absent"), Format.RAW, DType.FLOAT32))))
        .isEmpty();
  }
}
