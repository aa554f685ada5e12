package io.plumbline.example.picture;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Draws pictures from seeds: a motif at random place, size, angle and colour over a gradient with
 * clutter, then partly hidden, blurred, of changed contrast, and noisy. Plain IEEE arithmetic and
 * {@link StrictMath} only: the same seed gives the same pixels on every machine.
 */
public final class PictureGenerator {
  private static final int SIZE = Picture.SIZE;
  private static final int SAMPLES = 3;
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private PictureGenerator() {}

  /**
   * {@code count} pictures with the motifs in turn; each depends on the seed and its own index
   * only.
   */
  public static List<Picture> draw(long seed, int count) {
    List<Motif> motifs = List.of(Motif.values());
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(
            i -> draw(motifs.get(i % motifs.size()), new Random(mix(seed + GOLDEN_GAMMA * i))))
        .toList();
  }

  private static Picture draw(Motif motif, Random random) {
    float[] canvas = background(random);
    for (int i = random.nextInt(4); i > 0; i--) {
      paint(canvas, clutter(random), colour(random));
    }
    paintMotif(canvas, motif, random);
    if (random.nextInt(4) == 0) {
      paint(canvas, clutter(random), colour(random));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      canvas = blur(canvas);
    }
    return new Picture(motif, new Picture.Pixels(develop(canvas, random)));
  }

  /** A linear gradient between two colours, channels 0…1. */
  private static float[] background(Random random) {
    double[] from = colour(random);
    double[] to = colour(random);
    double angle = random.nextDouble() * 2 * StrictMath.PI;
    double dx = StrictMath.cos(angle);
    double dy = StrictMath.sin(angle);
    float[] canvas = new float[SIZE * SIZE * 3];
    for (int i = 0; i < SIZE * SIZE; i++) {
      double share = 0.5 + 0.35 * (dx * centred(i % SIZE + 0.5) + dy * centred(i / SIZE + 0.5));
      for (int c = 0; c < 3; c++) {
        canvas[3 * i + c] = (float) (from[c] + (to[c] - from[c]) * share);
      }
    }
    return canvas;
  }

  private static void paintMotif(float[] canvas, Motif motif, Random random) {
    double detail = random.nextDouble();
    double radius = 0.5 + 0.38 * random.nextDouble();
    Region region = place(random, radius, (x, y) -> motif.covers(x, y, detail));
    double[] colour = distinct(meanColour(canvas), random);
    paint(canvas, region, colour);
  }

  /** A small bar or disc that means nothing. */
  private static Region clutter(Random random) {
    double radius = 0.08 + 0.2 * random.nextDouble();
    double slimness = 1 + 5 * random.nextDouble();
    return random.nextBoolean()
        ? place(random, radius * 2, (x, y) -> Math.abs(x) < 1 && Math.abs(y) * slimness < 1)
        : place(random, radius, (x, y) -> x * x + y * y < 1);
  }

  /** Moves a region to a random place (its centre inside the picture), angle and mild stretch. */
  private static Region place(Random random, double radius, Region region) {
    double reach = Math.max(0.15, 0.95 - radius);
    double centreX = (2 * random.nextDouble() - 1) * reach;
    double centreY = (2 * random.nextDouble() - 1) * reach;
    double angle = random.nextDouble() * 2 * StrictMath.PI;
    double cos = StrictMath.cos(angle) / radius;
    double sin = StrictMath.sin(angle) / radius;
    double stretch = 0.8 + 0.4 * random.nextDouble();
    return (x, y) -> {
      double dx = x - centreX;
      double dy = y - centreY;
      return region.contains((cos * dx + sin * dy) * stretch, (cos * dy - sin * dx) / stretch);
    };
  }

  private static void paint(float[] canvas, Region region, double[] colour) {
    for (int i = 0; i < SIZE * SIZE; i++) {
      float cover = cover(region, i % SIZE, i / SIZE);
      for (int c = 0; c < 3; c++) {
        canvas[3 * i + c] += cover * ((float) colour[c] - canvas[3 * i + c]);
      }
    }
  }

  /** Share of a pixel inside a region, by regular super-sampling. */
  private static float cover(Region region, int x, int y) {
    int hits = 0;
    for (int s = 0; s < SAMPLES * SAMPLES; s++) {
      double sx = x + (s % SAMPLES + 0.5) / SAMPLES;
      double sy = y + (s / SAMPLES + 0.5) / SAMPLES;
      hits += region.contains(centred(sx), centred(sy)) ? 1 : 0;
    }
    return (float) hits / (SAMPLES * SAMPLES);
  }

  /** A [1 2 1]/4 blur along both axes; edges repeat. */
  private static float[] blur(float[] canvas) {
    return blurAlong(blurAlong(canvas, 1, 0), 0, 1);
  }

  private static float[] blurAlong(float[] canvas, int stepX, int stepY) {
    float[] result = new float[canvas.length];
    for (int i = 0; i < SIZE * SIZE; i++) {
      int x = i % SIZE;
      int y = i / SIZE;
      int before = Math.max(0, y - stepY) * SIZE + Math.max(0, x - stepX);
      int after = Math.min(SIZE - 1, y + stepY) * SIZE + Math.min(SIZE - 1, x + stepX);
      for (int c = 0; c < 3; c++) {
        result[3 * i + c] =
            0.25f * canvas[3 * before + c]
                + 0.5f * canvas[3 * i + c]
                + 0.25f * canvas[3 * after + c];
      }
    }
    return result;
  }

  /** Applies contrast, brightness and noise, and rounds to bytes. */
  private static int[] develop(float[] canvas, Random random) {
    double contrast = 120 + 135 * random.nextDouble();
    double offset = (255 - contrast) * random.nextDouble();
    double noise = 12 * random.nextDouble();
    int[] packed = new int[SIZE * SIZE];
    for (int i = 0; i < packed.length; i++) {
      for (int c = 0; c < 3; c++) {
        double value = offset + contrast * canvas[3 * i + c] + noise * random.nextGaussian();
        packed[i] = packed[i] << 8 | (int) Math.rint(Math.clamp(value, 0.0, 255.0));
      }
    }
    return packed;
  }

  /** A colour at a clear but not large distance from another. */
  private static double[] distinct(double[] other, Random random) {
    double wanted = 0.31 + 0.3 * random.nextDouble();
    double[] colour = colour(random);
    while (distance(colour, other) < wanted) {
      colour = colour(random);
    }
    return colour;
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      sum += (a[c] - b[c]) * (a[c] - b[c]);
    }
    return StrictMath.sqrt(sum);
  }

  private static double[] meanColour(float[] canvas) {
    double[] sum = new double[3];
    for (int i = 0; i < canvas.length; i++) {
      sum[i % 3] += canvas[i] / (SIZE * SIZE);
    }
    return sum;
  }

  private static double[] colour(Random random) {
    return new double[] {random.nextDouble(), random.nextDouble(), random.nextDouble()};
  }

  /** Pixel coordinate to −1…1. */
  private static double centred(double coordinate) {
    return coordinate * 2 / SIZE - 1;
  }

  private static long mix(long value) {
    long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  /** A part of the plane. */
  private interface Region {
    boolean contains(double x, double y);
  }
}
