package io.plumbline.data.picture;

/** Where the channels of a picture are: before height and width, or after. */
public enum ChannelOrder {
  CHW,
  HWC
}
