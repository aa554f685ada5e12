package io.plumbline.tensor.parallel;

import io.plumbline.tensor.BadConfigurationException;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;

/**
 * How wide the vectors are that this process computes with: those that the machine prefers, or
 * {@value #PROPERTY} bits, so that a machine can show what one of another kind would compute. No
 * result depends on it.
 */
public final class VectorWidth {
  /** A system property: 64, 128, 256 or 512. */
  public static final String PROPERTY = "plumbline.vector.bits";

  /** The same for every element type. */
  public static final VectorShape SHAPE = shape();

  private VectorWidth() {}

  private static VectorShape shape() {
    Integer bits = Integer.getInteger(PROPERTY);
    if (bits == null) {
      return FloatVector.SPECIES_PREFERRED.vectorShape();
    }
    return switch (bits) {
      case 64 -> VectorShape.S_64_BIT;
      case 128 -> VectorShape.S_128_BIT;
      case 256 -> VectorShape.S_256_BIT;
      case 512 -> VectorShape.S_512_BIT;
      default ->
          throw new BadConfigurationException(
              "environment.vector-width",
              PROPERTY,
              "there are no vectors of %d bits".formatted(bits),
              "leave the property out, or give 64, 128, 256 or 512");
    };
  }
}
