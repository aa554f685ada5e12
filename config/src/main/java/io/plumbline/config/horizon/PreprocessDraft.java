package io.plumbline.config.horizon;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A preprocess file for an input that takes pictures, to begin with.
 *
 * @param text of the file
 * @param guesses what neither the model nor the pictures say, as sentences
 */
record PreprocessDraft(String text, List<String> guesses) {
  /** Networks take no smaller pictures. */
  private static final long SMALLEST = 8;

  /** Nor smaller ones that are no squares: 49×10 are the features of a second of sound. */
  private static final long SMALLEST_OBLONG = 16;

  /** How much larger than what is cropped ImageNet's pictures are resized: 256 to 224. */
  private static final double MARGIN = 256.0 / 224;

  /** The picture that an input takes; the height is at index 1 or 2 of four. */
  private record Form(long channels, long height, long width, boolean channelsFirst) {
    static Optional<Form> of(List<Long> dims) {
      if (dims.size() != 4) {
        return Optional.empty();
      }
      return Optional.of(new Form(dims.get(1), dims.get(2), dims.get(3), true))
          .filter(Form::isPicture)
          .or(
              () ->
                  Optional.of(new Form(dims.get(3), dims.get(1), dims.get(2), false))
                      .filter(Form::isPicture));
    }

    private boolean isPicture() {
      return (channels == 1 || channels == 3)
          && Math.min(height, width) >= (height == width ? SMALLEST : SMALLEST_OBLONG);
    }
  }

  /** Whether an input may take pictures; one whose extents are not all known may. */
  static boolean mayTakePictures(List<Long> dims) {
    boolean open = dims.size() == 4 && dims.stream().skip(1).anyMatch(extent -> extent < 0);
    return open || Form.of(dims).isPresent();
  }

  /**
   * The file of an input; empty where its shape is not that of a picture.
   *
   * @param dims of the input, below 0 where they are not known
   * @param caffe whether the network was trained with Caffe, which reads BGR
   * @param pictures what the samples are, if they are pictures
   */
  static Optional<PreprocessDraft> of(
      String input, List<Long> dims, boolean caffe, Optional<PictureFacts> pictures) {
    return Form.of(dims).map(form -> of(input, form, caffe, pictures));
  }

  private static PreprocessDraft of(
      String input, Form form, boolean caffe, Optional<PictureFacts> pictures) {
    List<String> guesses = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    text.append(
            "# How pictures become '%s'. What stands behind 'guessed' neither the model nor the\n"
                .formatted(input.replaceAll("\\p{Cntrl}", "?")))
        .append(
            "# pictures say: compare it with the training, or let 'plumb doctor -c' measure it.\n")
        .append("read_mode: opencv\ntransformers:\n");
    if (pictures
        .flatMap(PictureFacts::size)
        .filter(List.of(form.height, form.width)::equals)
        .isEmpty()) {
      size(form, text, guesses);
    }
    colour(form, caffe, pictures, text, guesses);
    values(form, caffe, text, guesses);
    return new PreprocessDraft(text.toString(), List.copyOf(guesses));
  }

  private static void size(Form form, StringBuilder text, List<String> guesses) {
    if (form.height == form.width) {
      guesses.add("the shorter side is resized, and the middle cropped");
      text.append(
              "  # guessed: as classifiers are trained; for detectors PadResizeTransformer or\n")
          .append("  # ResizeTransformer with target_size: [height, width]\n")
          .append(
              "  - ShortSideResizeTransformer: {short_size: %d}\n"
                  .formatted((int) Math.rint(form.height * MARGIN)))
          .append("  - CenterCropTransformer: {crop_size: %d}\n".formatted(form.height));
      return;
    }
    guesses.add("pictures are resized without keeping their proportions");
    text.append("  # guessed: without keeping proportions\n")
        .append(
            "  - ResizeTransformer: {target_size: [%d, %d], mode: opencv}\n"
                .formatted(form.height, form.width));
  }

  private static void colour(
      Form form,
      boolean caffe,
      Optional<PictureFacts> pictures,
      StringBuilder text,
      List<String> guesses) {
    if (form.channels == 1) {
      text.append("  - BGR2GRAYTransformer: {data_format: HWC}\n");
    } else if (pictures.filter(PictureFacts::grey).isPresent()) {
      guesses.add("the pictures are grey, and the model takes three channels");
    } else if (caffe) {
      guesses.add("trained on BGR, as Caffe reads pictures");
      text.append(
          "  # guessed: BGR, as Caffe reads pictures; else BGR2RGBTransformer comes here\n");
    } else {
      guesses.add("trained on RGB");
      text.append("  # guessed: trained on RGB\n  - BGR2RGBTransformer: {data_format: HWC}\n");
    }
    if (form.channelsFirst) {
      text.append("  - HWC2CHWTransformer: {}\n");
    }
  }

  private static void values(Form form, boolean caffe, StringBuilder text, List<String> guesses) {
    String order = form.channelsFirst ? "CHW" : "HWC";
    if (form.channels == 1) {
      guesses.add("trained on pixels 0…1");
      text.append(
          "  # guessed: pixels 0…1\n  - ScaleTransformer: {scale_value: %s}\n"
              .formatted(1 / 255.0));
    } else if (caffe) {
      guesses.add("trained on pixels less ImageNet's mean");
      text.append("  # guessed: pixels less ImageNet's mean\n")
          .append(
              "  - MeanTransformer: {means: [104, 117, 123], data_format: %s}\n".formatted(order));
    } else {
      guesses.add("normalised with ImageNet's mean and deviation");
      text.append("  # guessed: ImageNet's mean and deviation, as torchvision has them\n")
          .append(
              "  - MeanTransformer: {means: [123.675, 116.28, 103.53], data_format: %s}\n"
                  .formatted(order))
          .append(
              "  - NormalizeTransformer: {std: [58.395, 57.12, 57.375], data_format: %s}\n"
                  .formatted(order));
    }
  }
}
