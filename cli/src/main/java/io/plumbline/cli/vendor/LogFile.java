package io.plumbline.cli.vendor;

import io.plumbline.tensor.EnvironmentException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/** The log that a vendor's command leaves in the current folder: all that was printed. */
final class LogFile {
  private LogFile() {}

  /**
   * Does some work, both standard streams of which go into a file, too.
   *
   * @param name of the file, in the current folder
   * @throws EnvironmentException when the file cannot be written
   */
  static int of(String name, IntSupplier work) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    try (OutputStream file = Files.newOutputStream(Path.of(name))) {
      System.setOut(both(out, file));
      System.setErr(both(err, file));
      return work.getAsInt();
    } catch (IOException e) {
      throw new EnvironmentException(
          "environment.output",
          name,
          "the log cannot be written: " + e.getMessage(),
          "run in a folder that can be written to");
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private static PrintStream both(PrintStream screen, OutputStream file) {
    return new PrintStream(new Both(screen, file), true, StandardCharsets.UTF_8);
  }

  /** Writes to a screen and a file; a screen that is gone does not keep the file from its lines. */
  private static final class Both extends OutputStream {
    private final PrintStream screen;
    private final OutputStream file;

    Both(PrintStream screen, OutputStream file) {
      this.screen = screen;
      this.file = file;
    }

    @Override
    public void write(int octet) {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      screen.write(bytes, offset, length);
      try {
        file.write(bytes, offset, length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void flush() {
      screen.flush();
    }
  }
}
