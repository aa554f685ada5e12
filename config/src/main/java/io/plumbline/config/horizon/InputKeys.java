package io.plumbline.config.horizon;

import static io.plumbline.config.horizon.ConfigKey.INPUT;
import static io.plumbline.config.horizon.ConfigKey.choices;
import static io.plumbline.config.horizon.ConfigKey.flag;
import static io.plumbline.config.horizon.ConfigKey.honoured;
import static io.plumbline.config.horizon.ConfigKey.text;

import io.plumbline.config.dialect.ValueRule;
import io.plumbline.tensor.colour.PictureType;
import java.util.List;
import java.util.stream.Stream;

/** The keys of {@code input_parameters}. Values for several inputs are separated by ';'. */
final class InputKeys {
  static final String FULL = "regular";
  static final String STUDIO = "bt601_video";

  /** What {@code input_type_train} may be: no network is trained on nv12. */
  static final List<String> TRAINING_TYPES =
      PictureType.labels().stream().filter(type -> !type.equals("nv12")).toList();

  /** Other names of device types: the type with its swing. */
  static final List<String> DEVICE_ALIASES =
      List.of("yuv444_128", "yuv_bt601_full", "yuv_bt601_video", "yuv420sp_bt601_video");

  static final List<String> NORM_TYPES =
      List.of(
          "no_preprocess",
          "data_mean",
          "data_scale",
          "data_mean_and_scale",
          "data_std",
          "data_mean_and_std");

  static final List<ConfigKey> ALL =
      List.of(
          honoured(
              INPUT,
              "input_name",
              text("names separated by ';'"),
              "the only input",
              "The inputs that the other keys list values for, in this order."),
          honoured(
              INPUT,
              "input_type_rt",
              choices(
                  Stream.concat(PictureType.labels().stream(), DEVICE_ALIASES.stream()).toList()),
              "featuremap",
              "What the device hands over. Pictures are taken as pixel − 128."),
          honoured(
              INPUT,
              "input_type_train",
              choices(TRAINING_TYPES),
              "featuremap",
              "What the model was trained on, and the calibration data hold."),
          honoured(
              INPUT,
              "input_layout_train",
              choices(List.of("NCHW", "NHWC")),
              "NCHW",
              "Layout of a picture input; must be the model's own."),
          honoured(
              INPUT,
              "input_layout_rt",
              choices(List.of("NCHW", "NHWC")),
              "NHWC; NCHW for gray",
              "Layout in which the device hands pictures over; nv12 has none."),
          honoured(
              INPUT,
              "input_space_and_range",
              choices(List.of(FULL, STUDIO)),
              FULL,
              "Whether YUV uses 0…255 (regular) or 16…235 (bt601_video)."),
          honoured(
              INPUT,
              "input_shape",
              text("1x3x224x224, one for each input, separated by ';'"),
              "the model's",
              "Shapes for dynamic inputs."),
          honoured(
              INPUT,
              "input_batch",
              new ValueRule.Whole(1, 4096),
              "1",
              "Batch of the quantized model only; the float models keep 1. A node that mixes"
                  + " samples is an error that names it."),
          honoured(
              INPUT,
              "separate_batch",
              flag(),
              "false",
              "Gives every element of the batch an input of its own, NAME_0, NAME_1…"),
          honoured(
              INPUT,
              "separate_name",
              text("names of inputs, separated by ';'"),
              "",
              "The same as separate_batch for these inputs only."),
          honoured(
              INPUT,
              "norm_type",
              choices(NORM_TYPES),
              "derived from the next three",
              "Which of mean, scale and std are given; must agree with them."),
          honoured(
              INPUT,
              "mean_value",
              text(
                  "one number or one for each channel, by blanks or ',', or a .binaryproto file;"
                      + " inputs by ';'"),
              "0",
              "Subtracted from pixels 0…255 by the model itself. Of Caffe's mean image each"
                  + " channel's mean is used."),
          honoured(
              INPUT,
              "scale_value",
              text("one number or one for each channel, by blanks or ','; inputs by ';'"),
              "1",
              "Multiplied after the mean was subtracted."),
          honoured(
              INPUT,
              "std_value",
              text("one number or one for each channel, by blanks or ','; inputs by ';'"),
              "1",
              "Divided by after the mean was subtracted; instead of scale_value."));

  private InputKeys() {}
}
