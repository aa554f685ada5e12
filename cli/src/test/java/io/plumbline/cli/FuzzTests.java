package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.console.ExitStatus;
import io.plumbline.config.Configurations;
import io.plumbline.config.dialect.Configuration;
import io.plumbline.config.dialect.PreprocessFile;
import io.plumbline.config.lint.ConfigLinter;
import io.plumbline.data.picture.PictureReader;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.picture.ReadMode;
import io.plumbline.data.picture.Transformers;
import io.plumbline.data.sample.InputSpec;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.InternalException;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.PlumblineException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged configurations, pictures and arrays are used or refused in our own words. */
class FuzzTests {
  private static final String CONFIGURATION =
      """
      model_parameters:
        onnx_model: model.onnx
        march: generic
        output_model_file_prefix: shapes
        working_dir: work
        node_info: {"conv1": {"ON": "CPU"}}
      input_parameters:
        input_name: left; right
        input_type_rt: nv12; featuremap
        input_type_train: rgb; featuremap
        input_layout_train: NCHW; NCHW
        input_shape: 1x3x48x48; 1x8
        norm_type: data_mean_and_scale; no_preprocess
        mean_value: 123.675 116.28 103.53; None
        scale_value: 0.0171 0.0175 0.0174; None
        input_space_and_range: regular; regular
      calibration_parameters:
        cal_data_dir: calibration; other
        cal_data_type: float32; float32
        preprocess:
          read_mode: opencv
          transformers:
            - ResizeTransformer: {target_size: [48, 48], mode: opencv}
            - BGR2RGBTransformer: {data_format: HWC}
            - HWC2CHWTransformer
            - MeanTransformer: {means: [0.485, 0.456, 0.406]}
        calibration_type: max
        max_percentile: 0.9999
        per_channel: false
        run_on_cpu: Softmax_1
        optimization: asymmetric
        quant_config: {"model_config": {"activation": {"calibration_type": "max"}}}
      compiler_parameters:
        compile_mode: latency
        optimize_level: O2
        jobs: 2
        input_source: {"left": "ddr"}
      """;

  private static final String TRANSFORMERS =
      """
      read_mode: opencv
      transformers:
        - ShortSideResizeTransformer: {short_size: 52, interpolation: INTER_CUBIC}
        - CenterCropTransformer: {crop_size: [48, 48], data_type: float}
        - PadResizeTransformer: {target_size: 48, pad_value: 127, pad_position: boundary}
        - PILResizeTransformer: {size: [50, 52], interpolation: BICUBIC}
        - ResizeTransformer: {target_size: [48, 48], mode: skimage, method: 3}
        - BGR2NV12Transformer: {data_format: HWC, cvt_mode: opencv}
        - NV12ToYUV444Transformer: {target_size: [48, 48], yuv444_output_layout: CHW}
        - PadTransformer: {size_divisor: 32, target_size: 64}
        - BGR2RGBTransformer: {data_format: HWC}
        - TransposeTransformer: {order: [2, 0, 1]}
        - AddTransformer: {value: -128.0}
        - ScaleTransformer: {scale_value: 0.015625}
        - NormalizeTransformer: {std: [0.229, 0.224, 0.225]}
        - F32ToS8Transformer: {}
      """;

  @TempDir private Path folder;

  private interface Use {
    void use(byte[] damaged) throws IOException;
  }

  @Test
  void aFewHundred() throws IOException {
    fuzz(120, 60, 60, 1);
    throughMain(12, 2);
  }

  @Test
  @Tag("slow")
  void manyThousand() throws IOException {
    fuzz(11_000, 6_000, 4_000, 3);
    throughMain(150, 4);
  }

  private void fuzz(int texts, int arrays, int pictures, long seed) throws IOException {
    Damage damage = new Damage(new SplittableRandom(seed));
    int good = 0;
    for (int i = 0; i < texts; i++) {
      String what = "text %d of seed %d".formatted(i, seed);
      good +=
          i % 3 == 2
              ? isUsed(damage.text(TRANSFORMERS), this::transformers, what)
              : isUsed(damage.text(CONFIGURATION), this::configuration, what);
    }
    assertThat(good).as("texts that are still good").isBetween(texts / 50, texts * 9 / 10);
    List<byte[]> goodArrays = arrays();
    for (int i = 0; i < arrays; i++) {
      byte[] array = goodArrays.get(i % goodArrays.size());
      isUsed(damage.bytes(array), this::array, "array %d of seed %d".formatted(i, seed));
    }
    List<byte[]> goodPictures = pictures();
    for (int i = 0; i < pictures; i++) {
      byte[] picture = goodPictures.get(i % goodPictures.size());
      isUsed(damage.bytes(picture), FuzzTests::picture, "picture %d of seed %d".formatted(i, seed));
    }
  }

  /** 1 when a file is used, 0 when it is refused; anything else fails the test. */
  private int isUsed(byte[] damaged, Use use, String what) throws IOException {
    try {
      use.use(damaged);
      return 1;
    } catch (InternalException | EnvironmentException e) {
      throw new AssertionError(kept(damaged, what), e);
    } catch (PlumblineException refused) {
      assertThat(refused.where()).as(what).isNotEmpty();
      assertThat(refused.remedy()).as(what).isNotEmpty();
      return 0;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(kept(damaged, what), e);
    }
  }

  /** Names the damage and shows what is text of it. */
  private static String kept(byte[] damaged, String what) {
    String text = new String(damaged, java.nio.charset.StandardCharsets.UTF_8);
    return what + ":\n" + text.substring(0, Math.min(text.length(), 4000));
  }

  private void configuration(byte[] damaged) throws IOException {
    Configuration config = Configurations.read(Files.write(folder.resolve("config.yaml"), damaged));
    ConfigLinter.lint(config, new LinkedHashMap<>(Map.of("left", Shape.of(1, 3, 48, 48))));
    config.translate();
  }

  private void transformers(byte[] damaged) throws IOException {
    PreprocessFile.read(Files.write(folder.resolve("steps.yaml"), damaged));
  }

  private void array(byte[] damaged) throws IOException {
    Tensor tensor = NpyFile.read(Files.write(folder.resolve("array.npy"), damaged));
    new InputSpec("input", DType.FLOAT32, List.of(1L, -1L, 5L)).fit(tensor, "array.npy");
  }

  private static void picture(byte[] damaged) {
    new Preprocess(
            ReadMode.OPENCV,
            List.of(
                Transformers.of("CenterCropTransformer", Map.of("crop_size", 8L)),
                Transformers.of("HWC2CHWTransformer", Map.of())))
        .apply(PictureReader.decode(damaged, "picture", ReadMode.OPENCV));
  }

  private List<byte[]> arrays() throws IOException {
    List<byte[]> arrays = new ArrayList<>();
    for (DType dtype : List.of(DType.FLOAT32, DType.UINT8, DType.FLOAT64, DType.INT64)) {
      Path file = folder.resolve("good.npy");
      NpyFile.write(file, Tensor.allocate(dtype, Shape.of(1, 4, 5)));
      arrays.add(Files.readAllBytes(file));
    }
    return arrays;
  }

  /** One picture in each format that Java writes by itself. */
  private static List<byte[]> pictures() throws IOException {
    BufferedImage image = new BufferedImage(24, 16, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 24; x++) {
        image.setRGB(x, y, ((x * 10) << 16) | ((y * 15) << 8) | ((x * y) % 256));
      }
    }
    List<byte[]> pictures = new ArrayList<>();
    for (String format : List.of("png", "jpg", "bmp", "gif", "tiff")) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      assertThat(ImageIO.write(image, format, bytes)).as(format).isTrue();
      pictures.add(bytes.toByteArray());
    }
    return pictures;
  }

  /** Whole commands; each may also succeed, as damage may be harmless. */
  private void throughMain(int each, long seed) throws IOException {
    Scene scene = new Scene(folder);
    Damage damage = new Damage(new SplittableRandom(seed));
    byte[] array = arrays().getFirst();
    List<byte[]> pictures = pictures();
    for (int i = 0; i < each; i++) {
      Path steps = scene.write("steps.yaml", damage.text(TRANSFORMERS));
      Path good = scene.dataFile("p.png", pictures.getFirst());
      check("doctor", "--colour", "--data", good, "--preprocess", steps);
      Path bad = scene.write("p.png", damage.bytes(pictures.get(i % pictures.size())));
      check("infer", Scene.MODEL, "--input", bad, "--preprocess", Scene.PREPROCESS);
      check("infer", Scene.MODEL, "--input", scene.write("a.npy", damage.bytes(array)));
    }
  }

  private static void check(Object... arguments) {
    PlumbRun run = PlumbRun.of(arguments);
    assertThat(run.status()).as(run.err()).isIn(ExitStatus.OK, ExitStatus.USAGE, ExitStatus.INPUT);
  }
}
