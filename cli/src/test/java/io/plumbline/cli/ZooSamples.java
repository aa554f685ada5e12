package io.plumbline.cli;

import io.plumbline.testkit.SharedData;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Calibration sets by the names that configurations have for them: {@code cifar10} for pictures as
 * they are, {@code cifar10_32x32_rgb_f32} for planes of 0…255, {@code random_1x49x10_npy} for
 * features. The ending says what a file holds: f32, u8, or npy of float32.
 */
final class ZooSamples {
  private static final Map<String, String> PICTURES =
      Map.of(
          "cifar10", "images/cifar10/calibration",
          "imagenet", "images/imagenet/calibration",
          "faces", "images/faces");

  private static final Pattern PLANES =
      Pattern.compile("(\\w+?)_(\\d+)x(\\d+)_(rgb|bgr|gray)_(f32|u8|npy)");
  private static final Pattern RANDOM = Pattern.compile("random_(\\d+(?:x\\d+)*)_(f32|npy)");

  private static final int COUNT = 4;

  private ZooSamples() {}

  /** The files of a set by name. */
  static SequencedMap<String, byte[]> of(String name) {
    SequencedMap<String, byte[]> files = new LinkedHashMap<>();
    Matcher random = RANDOM.matcher(name);
    Matcher planes = PLANES.matcher(name);
    if (random.matches()) {
      List<Integer> extents = Stream.of(random.group(1).split("x")).map(Integer::valueOf).toList();
      for (int i = 0; i < COUNT; i++) {
        files.put(
            file(i, random.group(2)), encoded(features(extents, i), extents, random.group(2)));
      }
    } else if (planes.matches()) {
      int width = Integer.parseInt(planes.group(2));
      int height = Integer.parseInt(planes.group(3));
      boolean grey = planes.group(4).equals("gray");
      List<Integer> extents = List.of(grey ? 1 : 3, height, width);
      for (Path picture : pictures(planes.group(1))) {
        float[] values = planes(picture, width, height, planes.group(4));
        files.put(file(files.size(), planes.group(5)), encoded(values, extents, planes.group(5)));
      }
    } else {
      pictures(name)
          .forEach(file -> files.put(String.valueOf(file.getFileName()), Scene.bytes(file)));
    }
    return files;
  }

  private static String file(int index, String form) {
    return "%03d.%s".formatted(index, form.equals("npy") ? form : "bin");
  }

  private static List<Path> pictures(String set) {
    Path folder =
        set.equals("shapes")
            ? Scene.EXAMPLE.resolve("calibration")
            : SharedData.require(Objects.requireNonNull(PICTURES.get(set), set));
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(jpg|png)"))
          .sorted()
          .limit(COUNT)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static float[] features(List<Integer> extents, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[extents.stream().reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() + random.nextDouble() - random.nextDouble());
    }
    return values;
  }

  /** The planes of a stretched picture, 0…255. */
  private static float[] planes(Path file, int width, int height, String order) {
    BufferedImage picture = stretched(file, width, height);
    float[] values = new float[(order.equals("gray") ? 1 : 3) * width * height];
    for (int i = 0; i < values.length; i++) {
      int pixel = picture.getRGB(i % width, i / width % height);
      int plane = i / (width * height);
      values[i] =
          switch (order) {
            case "rgb" -> (pixel >> (16 - 8 * plane)) & 255;
            case "bgr" -> (pixel >> (8 * plane)) & 255;
            default -> (pixel >> 8) & 255;
          };
    }
    return values;
  }

  private static BufferedImage stretched(Path file, int width, int height) {
    try {
      BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = target.createGraphics();
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(ImageIO.read(file.toFile()), 0, 0, width, height, null);
      graphics.dispose();
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] encoded(float[] values, List<Integer> extents, String form) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * (form.equals("u8") ? 1 : Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      if (form.equals("u8")) {
        bytes.put((byte) (int) value);
      } else {
        bytes.putFloat(value);
      }
    }
    return form.equals("npy") ? npy(bytes.array(), extents) : bytes.array();
  }

  /** An array of one sample: the extents behind a batch of 1. */
  private static byte[] npy(byte[] data, List<Integer> extents) {
    String shape =
        extents.stream().map(String::valueOf).collect(Collectors.joining(", ", "1, ", ""));
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }".formatted(shape);
    int length = (header.length() + 11 + 63) / 64 * 64 - 10;
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.write(length & 255);
    file.write(length >> 8);
    String padded = String.format(Locale.ROOT, "%-" + (length - 1) + "s\n", header);
    file.writeBytes(padded.getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(data);
    return file.toByteArray();
  }
}
