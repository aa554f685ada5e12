package io.plumbline.pipeline.doctor;

import io.plumbline.data.picture.NamedTransformer;
import java.util.Set;

/** What a transformer does to a picture, told by its name. */
enum StepKind {
  /** Cuts, pads or resizes. */
  GEOMETRY,
  /** Swaps red and blue. */
  SWAP,
  /** Moves axes. */
  AXES,
  /** Shifts or scales values. */
  VALUE,
  /** Leaves one channel. */
  GREY,
  /** Makes luma and chroma of three colours. */
  YUV,
  /** Changes the element type. */
  CAST;

  private static final Set<String> SWAPS = Set.of("BGR2RGBTransformer", "RGB2BGRTransformer");
  private static final Set<String> VALUES =
      Set.of("AddTransformer", "MeanTransformer", "NormalizeTransformer", "ScaleTransformer");
  private static final Set<String> AXIS_MOVES =
      Set.of("HWC2CHWTransformer", "CHW2HWCTransformer", "TransposeTransformer");

  static StepKind of(NamedTransformer step) {
    String name = step.name();
    if (SWAPS.contains(name)) {
      return SWAP;
    }
    if (VALUES.contains(name)) {
      return VALUE;
    }
    if (AXIS_MOVES.contains(name)) {
      return AXES;
    }
    if (name.contains("GRAY") || name.equals("ReduceChannelTransformer")) {
      return GREY;
    }
    if (name.contains("YUV") || name.contains("NV12")) {
      return YUV;
    }
    return name.startsWith("F32To") ? CAST : GEOMETRY;
  }
}
