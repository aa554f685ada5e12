package io.plumbline.cli.vendor;

import io.plumbline.formats.program.ProgramReader;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.AtomicFile;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The dumped picture inputs of a program as a device hands them over: bytes 0…255, those of nv12 in
 * two planes.
 */
final class BoardInput {
  private BoardInput() {}

  /**
   * Writes NAME.bin of each picture input anew; NAME.npy keeps pixels minus 128.
   *
   * @param folder with the dumped inputs, float32
   * @param model a program
   */
  static void write(Path folder, Path model) {
    Program program = ProgramReader.read(model);
    for (int input : program.inputs()) {
      ProgramValue value = program.value(input);
      PictureInput picture = program.pictures().get(value.name());
      Path file = folder.resolve(value.name() + ".bin");
      if (picture != null && Files.isRegularFile(file)) {
        byte[] bytes = bytes(floats(file), picture, value.shape());
        AtomicFile.write(file, stream -> stream.write(bytes));
      }
    }
  }

  private static FloatBuffer floats(Path file) {
    try {
      return ByteBuffer.wrap(Files.readAllBytes(file))
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer();
    } catch (IOException e) {
      throw new EnvironmentException(
          "environment.output",
          file.toString(),
          "what was dumped cannot be read: " + e.getMessage(),
          "choose a folder that can be written to");
    }
  }

  private static byte[] bytes(FloatBuffer pixels, PictureInput picture, Shape shape) {
    if (picture.device() == PictureType.NV12 && picture.layout() == PictureLayout.NHWC) {
      return planes(pixels, Math.toIntExact(shape.dim(1)), Math.toIntExact(shape.dim(2)));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < pixels.limit(); i++) {
      bytes.write(octet(pixels, i));
    }
    return bytes.toByteArray();
  }

  /** Of each picture Y, then U and V of every second pixel of every second row. */
  private static byte[] planes(FloatBuffer pixels, int height, int width) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int size = 3 * height * width;
    for (int start = 0; start < pixels.limit(); start += size) {
      for (int pixel = 0; pixel < height * width; pixel++) {
        bytes.write(octet(pixels, start + 3 * pixel));
      }
      for (int row = 0; row < height; row += 2) {
        for (int column = 0; column < width; column += 2) {
          int at = start + 3 * (row * width + column);
          bytes.write(octet(pixels, at + 1));
          bytes.write(octet(pixels, at + 2));
        }
      }
    }
    return bytes.toByteArray();
  }

  private static int octet(FloatBuffer pixels, int index) {
    return (int) pixels.get(index) + PictureInput.OFFSET;
  }
}
