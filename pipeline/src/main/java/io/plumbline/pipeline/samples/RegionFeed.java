package io.plumbline.pipeline.samples;

import io.plumbline.data.input.TrainingPicture;
import io.plumbline.data.picture.CropRegion;
import io.plumbline.data.picture.Picture;
import io.plumbline.data.picture.PictureReader;
import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.picture.ReadMode;
import io.plumbline.data.picture.Transformer;
import io.plumbline.data.picture.Transformers;
import io.plumbline.data.sample.FileFormat;
import io.plumbline.runtime.Port;
import io.plumbline.runtime.input.DevicePicture;
import io.plumbline.runtime.input.Nv12;
import io.plumbline.runtime.input.Region;
import io.plumbline.runtime.input.Resizer;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.InputSource;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A region of a picture as the resizer in front of a device's model hands it over: the picture
 * becomes NV12 at its own size, less a last odd row or column, and its region is resized bilinearly
 * to that of the model.
 */
public final class RegionFeed {
  private static final Map<String, Object> INTERLEAVED = Map.of("data_format", "HWC");

  private RegionFeed() {}

  /** Whether a device's resizer fills an input. */
  public static boolean takesRegions(PictureInput input) {
    return input.device() == PictureType.NV12 && input.source() == InputSource.RESIZER;
  }

  /**
   * What the input takes of a region: int8, pixel − 128, of the port's shape.
   *
   * @throws io.plumbline.tensor.BadDataException when the file is no picture, or does not hold the
   *     region
   * @throws BadConfigurationException when the file does not say its extent, or the input is a
   *     batch
   */
  public static Tensor feed(Port port, PictureInput input, Path file, Region region) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (FileFormat.Pictures.EXTENSIONS.stream().noneMatch(each -> name.endsWith("." + each))) {
      throw refused(
          port,
          "%s does not say how wide and high it is".formatted(file),
          "give a picture, such as .jpg or .png");
    }
    if (port.dims().getFirst() != 1) {
      throw refused(
          port,
          "it takes a batch of %d, and a region makes one picture"
              .formatted(port.dims().getFirst()),
          "compile with a batch of 1");
    }
    return Resizer.resize(picture(input, file), region, input, Shape.of(port.dims()))
        .intermediate(input);
  }

  private static BadConfigurationException refused(Port port, String message, String remedy) {
    return new BadConfigurationException(
        "infer.regions", "--roi", "input '%s': %s".formatted(port.name(), message), remedy);
  }

  private static Nv12 picture(PictureInput input, Path file) {
    Picture read = PictureReader.read(file, ReadMode.OPENCV);
    int height = read.pixels().shape().intDim(0) / 2 * 2;
    int width = read.pixels().shape().intDim(1) / 2 * 2;
    Picture even = CropRegion.cut(read, new CropRegion.Rectangle(0, 0, height, width));
    Tensor pixels = new Preprocess(ReadMode.OPENCV, training(input)).apply(even).pixels();
    List<Long> dims = new ArrayList<>(List.of(1L));
    for (long extent : pixels.shape().toArray()) {
      dims.add(extent);
    }
    Tensor whole =
        TrainingPicture.intermediate(
            Tensor.of(Shape.of(dims), pixels.toFloats()), input, file.toString());
    return Nv12.packed(DevicePicture.packed(input, whole).data(), height, width);
  }

  /** From BGR as it is read to the colours and the order of axes of the training. */
  private static List<Transformer> training(PictureInput input) {
    List<Transformer> steps = new ArrayList<>();
    switch (input.training()) {
      case RGB, NV12, FEATUREMAP -> steps.add(Transformers.of("BGR2RGBTransformer", INTERLEAVED));
      case YUV444 -> steps.add(Transformers.of("BGR2YUV444Transformer", INTERLEAVED));
      case BGR, GRAY -> {}
    }
    if (input.trainingLayout() == PictureLayout.NCHW) {
      steps.add(Transformers.of("HWC2CHWTransformer", Map.of()));
    }
    return steps;
  }
}
