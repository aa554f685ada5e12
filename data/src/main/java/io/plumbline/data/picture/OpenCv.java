package io.plumbline.data.picture;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** The calls into OpenCV; its matrices share memory with tensors and never leave this class. */
final class OpenCv {
  /** The library is loaded, and told to use the caller's thread only, when this is initialised. */
  private static final class Library {
    static final boolean LOADED = load();

    private static boolean load() {
      opencv_core.setNumThreads(1);
      return true;
    }
  }

  private OpenCv() {}

  /**
   * Height × width × 3, blue first, upright as EXIF says; empty when these bytes are no picture.
   */
  static Optional<Tensor> decode(byte[] bytes) {
    if (bytes.length == 0) {
      return Optional.empty();
    }
    return call(
        () -> {
          try (BytePointer memory = new BytePointer(bytes);
              Mat file = new Mat(1, bytes.length, opencv_core.CV_8UC1, memory);
              Mat decoded = opencv_imgcodecs.imdecode(file, opencv_imgcodecs.IMREAD_COLOR)) {
            if (decoded == null || decoded.empty()) {
              return Optional.empty();
            }
            Shape shape = Shape.of(decoded.rows(), decoded.cols(), 3);
            Tensor pixels = Tensor.allocate(DType.UINT8, shape);
            BytePointer source = decoded.data().capacity(shape.elements());
            pixels.data().copyFrom(MemorySegment.ofBuffer(source.asByteBuffer()));
            return Optional.of(pixels);
          } catch (RuntimeException e) {
            // OpenCV throws for some damaged files and answers with nothing for others.
            return Optional.empty();
          }
        });
  }

  /** Resizes a height × width × channels picture without changing its type. */
  static Tensor resize(Tensor pixels, int height, int width, Interpolation interpolation) {
    return call(
        () -> {
          Shape shape = Shape.of(height, width, pixels.shape().dim(2));
          Tensor resized = Tensor.allocate(pixels.dtype(), shape);
          try (Mat source = view(pixels);
              Mat target = view(resized);
              Size size = new Size(width, height)) {
            int flag =
                switch (interpolation) {
                  case NEAREST -> opencv_imgproc.INTER_NEAREST;
                  case LINEAR -> opencv_imgproc.INTER_LINEAR;
                  case CUBIC -> opencv_imgproc.INTER_CUBIC;
                  case AREA -> opencv_imgproc.INTER_AREA;
                };
            opencv_imgproc.resize(source, target, size, 0, 0, flag);
            return resized;
          } finally {
            Reference.reachabilityFence(pixels);
          }
        });
  }

  /** The grey of a height × width × 3 picture: 0.299 R + 0.587 G + 0.114 B. */
  static Tensor grey(Tensor pixels, boolean redFirst) {
    return call(
        () -> {
          Tensor grey = Tensor.allocate(pixels.dtype(), pixels.shape().with(2, 1));
          try (Mat source = view(pixels);
              Mat target = view(grey)) {
            opencv_imgproc.cvtColor(
                source,
                target,
                redFirst ? opencv_imgproc.COLOR_RGB2GRAY : opencv_imgproc.COLOR_BGR2GRAY);
            return grey;
          } finally {
            Reference.reachabilityFence(pixels);
          }
        });
  }

  /** Planes Y, U, V of a uint8 picture of even size, in studio swing: height·3/2 × width × 1. */
  static Tensor i420(Tensor pixels, boolean redFirst) {
    return call(
        () -> {
          Shape shape = pixels.shape();
          Tensor planes =
              Tensor.allocate(DType.UINT8, Shape.of(shape.dim(0) * 3 / 2, shape.dim(1), 1));
          try (Mat source = view(pixels);
              Mat target = view(planes)) {
            opencv_imgproc.cvtColor(
                source,
                target,
                redFirst ? opencv_imgproc.COLOR_RGB2YUV_I420 : opencv_imgproc.COLOR_BGR2YUV_I420);
            return planes;
          } finally {
            Reference.reachabilityFence(pixels);
          }
        });
  }

  /** The picture times a factor, moved, on a black ground of another size. */
  static Tensor scaleAndShift(
      Tensor pixels, int height, int width, double factor, double shiftX, double shiftY) {
    return call(
        () -> {
          Tensor warped =
              Tensor.allocate(pixels.dtype(), Shape.of(height, width, pixels.shape().dim(2)));
          try (Mat source = view(pixels);
              Mat target = view(warped);
              Mat matrix = new Mat(2, 3, opencv_core.CV_64F);
              Size size = new Size(width, height)) {
            DoubleIndexer entries = matrix.createIndexer();
            entries.put(0, 0, factor, 0, shiftX);
            entries.put(1, 0, 0, factor, shiftY);
            opencv_imgproc.warpAffine(source, target, matrix, size);
            return warped;
          } finally {
            Reference.reachabilityFence(pixels);
          }
        });
  }

  private static Mat view(Tensor pixels) {
    int depth = pixels.dtype() == DType.FLOAT32 ? opencv_core.CV_32F : opencv_core.CV_8U;
    Shape shape = pixels.shape();
    return new Mat(
        shape.intDim(0),
        shape.intDim(1),
        opencv_core.CV_MAKETYPE(depth, shape.intDim(2)),
        new BytePointer(pixels.data().asByteBuffer()));
  }

  private static <T> T call(Supplier<T> work) {
    try {
      if (!Library.LOADED) {
        throw new IllegalStateException("not loaded");
      }
      return work.get();
    } catch (LinkageError e) {
      throw new EnvironmentException(
          "environment.opencv",
          System.getProperty("os.name") + " " + System.getProperty("os.arch"),
          "the OpenCV library cannot be loaded: " + e.getMessage(),
          "make room where its files are unpacked, use Linux x86-64 or aarch64, macOS on ARM, or"
              + " Windows x86-64, or feed .npy files",
          e);
    }
  }
}
