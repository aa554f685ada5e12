package io.plumbline.verify.op;

import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.testkit.SharedData;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * A few shared pictures as N,C,H,W inputs: the middle square, every pixel the nearest one, 0…255
 * mapped to low…high.
 */
record Pictures(String input, Shape shape, List<Path> files, float low, float high)
    implements SampleSource {
  private static final int COUNT = 4;

  static Pictures of(String set, String input, Shape shape, float low, float high) {
    Path folder = SharedData.require("images/" + set + "/calibration");
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> chosen = files.sorted().limit(COUNT).toList();
      return new Pictures(input, shape, chosen, low, high);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public String name(int index) {
    return files.get(index).toString();
  }

  @Override
  public Optional<Map<String, Tensor>> load(int index) {
    Raster raster = raster(files.get(index));
    int channels = shape.intDim(1);
    int height = shape.intDim(2);
    int width = shape.intDim(3);
    int side = Math.min(raster.getWidth(), raster.getHeight());
    int left = (raster.getWidth() - side) / 2;
    int top = (raster.getHeight() - side) / 2;
    float[] values = new float[channels * height * width];
    for (int i = 0; i < values.length; i++) {
      int x = left + i % width * side / width;
      int y = top + i / width % height * side / height;
      int band = i / width / height % raster.getNumBands();
      values[i] = low + (high - low) * raster.getSample(x, y, band) / 255f;
    }
    return Optional.of(Map.of(input, Tensor.of(shape, values)));
  }

  private static Raster raster(Path file) {
    try {
      BufferedImage image = ImageIO.read(file.toFile());
      return image.getRaster();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
