package io.plumbline.example.picture;

/**
 * What a picture shows; the ordinal is its label. A motif is a region of the plane in its own
 * coordinates: the origin is its centre and it fills about the unit disc.
 */
public enum Motif {
  DISC {
    @Override
    boolean covers(double x, double y, double detail) {
      return x * x + y * y < 0.75;
    }
  },
  RING {
    @Override
    boolean covers(double x, double y, double detail) {
      double square = x * x + y * y;
      double inner = 0.35 + 0.3 * detail;
      return square < 0.9 && square > inner * inner;
    }
  },
  SQUARE {
    @Override
    boolean covers(double x, double y, double detail) {
      return Math.abs(x) < 0.76 && Math.abs(y) < 0.76;
    }
  },
  TRIANGLE {
    @Override
    boolean covers(double x, double y, double detail) {
      return y > -0.55 && y + 1.732 * Math.abs(x) < 1.05;
    }
  },
  STAR {
    @Override
    boolean covers(double x, double y, double detail) {
      double sector = StrictMath.PI * 2 / 5;
      double angle = StrictMath.atan2(x, y);
      double folded = Math.abs(angle - sector * Math.rint(angle / sector));
      double radius = StrictMath.sqrt(x * x + y * y);
      double along = radius * StrictMath.cos(folded);
      double across = radius * StrictMath.sin(folded);
      return along + across * (1.5 + detail) < 1;
    }
  },
  CROSS {
    @Override
    boolean covers(double x, double y, double detail) {
      double arm = 0.2 + 0.14 * detail;
      double shorter = Math.min(Math.abs(x), Math.abs(y));
      double longer = Math.max(Math.abs(x), Math.abs(y));
      return shorter < arm && longer < 0.92;
    }
  },
  STRIPES {
    @Override
    boolean covers(double x, double y, double detail) {
      return inPatch(x, y, detail) && fraction(y * (1.6 + detail)) < 0.5;
    }
  },
  CHECKER {
    @Override
    boolean covers(double x, double y, double detail) {
      double cells = 1.4 + 0.6 * detail;
      return inPatch(x, y, detail) && (fraction(x * cells) < 0.5) == (fraction(y * cells) < 0.5);
    }
  },
  SPIRAL {
    @Override
    boolean covers(double x, double y, double detail) {
      double radius = StrictMath.sqrt(x * x + y * y);
      double turn = StrictMath.atan2(y, x) / (2 * StrictMath.PI);
      return radius < 0.95 && fraction(turn + radius * (1.7 + 0.7 * detail)) < 0.5;
    }
  },
  DOTS {
    @Override
    boolean covers(double x, double y, double detail) {
      double cells = 1.5 + 0.7 * detail;
      double dx = fraction(x * cells) - 0.5;
      double dy = fraction(y * cells) - 0.5;
      return inPatch(x, y, detail) && dx * dx + dy * dy < 0.11;
    }
  };

  /**
   * Whether the motif covers a point.
   *
   * @param detail from 0 to 1, varies proportions within the class
   */
  abstract boolean covers(double x, double y, double detail);

  /** Name in lower case as in {@code classes.txt}. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The outline of textures: a disc or a square, so that only the texture tells the class. */
  private static boolean inPatch(double x, double y, double detail) {
    return detail < 0.5 ? x * x + y * y < 0.9 : Math.abs(x) < 0.82 && Math.abs(y) < 0.82;
  }

  private static double fraction(double value) {
    return value - Math.floor(value);
  }
}
