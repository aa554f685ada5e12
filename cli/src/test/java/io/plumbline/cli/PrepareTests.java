package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.console.ExitStatus;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.RawTensorFile;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class PrepareTests {
  private static final Shape PLANES = Shape.of(3, 48, 48);

  @TempDir private Path folder;
  private Scene scene;
  private Path pixels;

  @BeforeEach
  void pixelsOnly() {
    scene = new Scene(folder);
    pixels =
        scene.write(
            "pixels.yaml",
            """
            read_mode: opencv
            transformers:
              - BGR2RGBTransformer: {data_format: HWC}
              - HWC2CHWTransformer: {}
            """);
  }

  private PlumbRun prepare(Path source, Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("prepare", source, "-o", scene.at("set")));
    arguments.addAll(List.of(more));
    return PlumbRun.of(arguments);
  }

  private List<String> names() {
    return Scene.files(scene.at("set")).stream()
        .map(file -> String.valueOf(file.getFileName()))
        .toList();
  }

  @Test
  void arraysAreNamedAfterThePictures() {
    PlumbRun run =
        prepare(scene.pictures(3), "--preprocess", Scene.PREPROCESS, "--json", "--limit", 2);
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode json = run.json();
    assertThat(json.get("pictures").asInt()).isEqualTo(2);
    assertThat(json.get("written").asInt()).isEqualTo(2);
    assertThat(json.get("left_out").asInt()).isZero();
    assertThat(json.get("dtype").asString()).isEqualTo("float32");
    assertThat(json.get("findings")).isEmpty();
    assertThat(names()).containsExactly("p0.npy", "p1.npy");
    Tensor sample = NpyFile.read(scene.at("set/p0.npy"));
    assertThat(sample.dtype()).isEqualTo(DType.FLOAT32);
    assertThat(sample.shape()).isEqualTo(PLANES);
    assertThat(Scene.files(folder)).noneMatch(file -> file.toString().contains(".part"));
  }

  @Test
  void rawFilesHoldTheSameElements() {
    Path pictures = scene.pictures(2);
    assertThat(prepare(pictures, "--preprocess", pixels).status()).isZero();
    Tensor array = NpyFile.read(scene.at("set/p1.npy"));
    PlumbRun raw =
        PlumbRun.of(
            "prepare",
            pictures,
            "-o",
            scene.at("raw"),
            "--preprocess",
            pixels,
            "--format",
            "raw",
            "--dtype",
            "uint8");
    assertThat(raw.status()).as(raw.err()).isZero();
    assertThat(raw.out()).contains("2 of 2 pictures", "ui8[3x48x48]");
    Tensor elements = RawTensorFile.read(scene.at("raw/p1.bin"), DType.UINT8, PLANES);
    assertThat(elements.toFloats()).containsExactly(array.toFloats());
  }

  @Test
  void picturesOfOneStemKeepTheirExtensions() {
    Path pictures = scene.pictures(1);
    scene.write("pictures/p0.bmp", Scene.bytes(Scene.picture(1)));
    assertThat(prepare(pictures, "--preprocess", pixels).status()).isZero();
    assertThat(names()).containsExactly("p0.bmp.npy", "p0.png.npy");
  }

  @Test
  void damagedPicturesAreLeftOutAndSaid() {
    Path pictures = scene.pictures(2);
    scene.write("pictures/broken.png", "no picture");
    PlumbRun run = prepare(pictures, "--preprocess", pixels, "--json");
    assertThat(run.status()).isEqualTo(ExitStatus.INPUT);
    assertThat(run.json().get("left_out").asInt()).isEqualTo(1);
    JsonNode finding = run.json().get("findings").get(0);
    assertThat(finding.get("code").asString()).isEqualTo("picture.undecodable");
    assertThat(finding.get("where").asString()).endsWith("broken.png");
    assertThat(names()).containsExactly("p0.npy", "p1.npy");
  }

  @Test
  void nothingIsWrittenOverUnlessForced() {
    Path pictures = scene.pictures(1);
    Path note = scene.write("set/note.txt", "mine");
    PlumbRun refused = prepare(pictures, "--preprocess", pixels);
    assertThat(refused.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(refused.err()).contains("already holds 1 file", "--force");
    assertThat(names()).containsExactly("note.txt");
    PlumbRun forced = prepare(pictures, "--preprocess", pixels, "--force");
    assertThat(forced.status()).as(forced.err()).isZero();
    assertThat(forced.err()).contains("1 file was there before and stays, such as note.txt");
    assertThat(names()).containsExactly("note.txt", "p0.npy");
    assertThat(Files.exists(note)).isTrue();
    assertThat(
            PlumbRun.of("prepare", pictures, "-o", pictures, "--preprocess", pixels, "--force")
                .err())
        .contains("is the folder of the pictures");
  }

  /** The example's preparation makes (value − 128) / 64: negative and broken numbers. */
  @ParameterizedTest
  @CsvSource({"uint8,0…255", "int8,-128…127", "uint16,0…65535"})
  void valuesThatDoNotFitAreRefusedByName(String dtype, String range) {
    PlumbRun run = prepare(scene.pictures(2), "--preprocess", Scene.PREPROCESS, "--dtype", dtype);
    assertThat(run.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err()).contains("error[prepare.dtype]", range, ".png");
    assertThat(Scene.files(scene.at("set"))).isEmpty();
    assertThat(Scene.files(folder)).noneMatch(file -> file.toString().contains(".part"));
  }

  @Test
  void centredPixelsAreSignedBytes() {
    Path centred = scene.write("centred.yaml", "transformers: [AddTransformer: {value: -128}]");
    PlumbRun run = prepare(scene.pictures(1), "--preprocess", centred, "--dtype", "int8");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(NpyFile.read(scene.at("set/p0.npy")).dtype()).isEqualTo(DType.INT8);
  }

  @Test
  void unequalShapesAreAWarning() {
    Path pictures = scene.pictures(1);
    scene.write("pictures/small.ppm", "P6 1 1 255\nabc");
    PlumbRun run = prepare(pictures, "--preprocess", pixels);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("small.ppm: becomes 3x1x1, the first picture 3x48x48");
  }

  @Test
  void mistakesAreUsageOrDataErrors() {
    Path pictures = scene.pictures(1);
    PlumbRun type = prepare(pictures, "--preprocess", pixels, "--dtype", "floa32");
    assertThat(type.status()).isEqualTo(ExitStatus.USAGE);
    assertThat(type.err()).contains("did you mean 'float32'?");
    assertThat(prepare(scene.at("nowhere"), "--preprocess", pixels).status())
        .isEqualTo(ExitStatus.INPUT);
    assertThat(prepare(pictures).status()).isEqualTo(ExitStatus.USAGE);
    scene.write("bad/a.png", "no picture");
    PlumbRun bad = prepare(scene.at("bad"), "--preprocess", pixels);
    assertThat(bad.status()).isEqualTo(ExitStatus.INPUT);
    assertThat(bad.err()).contains("none of the 1 picture");
    assertThat(Scene.files(scene.at("set"))).isEmpty();
  }
}
