package io.plumbline.data.picture;

/** One step of preprocessing: a pure function of a picture. */
public sealed interface Transformer
    permits Resize,
        ShortSideResize,
        PadResize,
        CenterCrop,
        MoveAxes,
        SwapRedBlue,
        Grey,
        SubtractMean,
        SubtractMeanPicture,
        Scale,
        Normalize,
        Add,
        CastTo,
        CropRegion,
        FirstChannel,
        Nv12ToYuv444,
        PadToMultiple,
        PilResize,
        Sequence,
        ShortLongResize,
        SkimageResize,
        ToNv12,
        ToYuv,
        WarpAffine {
  /**
   * The picture after this step.
   *
   * @throws io.plumbline.tensor.BadDataException when the picture does not fit this step
   */
  Picture apply(Picture picture);
}
