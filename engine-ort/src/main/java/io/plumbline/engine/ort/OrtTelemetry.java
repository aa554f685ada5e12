package io.plumbline.engine.ort;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Since 1.29, ONNX Runtime's own builds for Linux and macOS write a device id and a data base of
 * events into the user's cache folder, and send them. Its library reads once, when it makes its
 * environment, whether the process has the variable {@code ORT_DISABLE_TELEMETRY}; the call of its
 * Java API comes too late for the files and for the first event, and is all there is on Windows.
 */
final class OrtTelemetry {
  private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";
  private static final String OFF = "1";

  private OrtTelemetry() {}

  /** Sets the variable in this process, where it is not set already and the system knows such. */
  static void silence() {
    if (OFF.equals(System.getenv(VARIABLE))) {
      return;
    }
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> setenv = linker.defaultLookup().find("setenv");
    if (setenv.isPresent()) {
      set(linker, setenv.get());
    }
  }

  @SuppressWarnings("restricted") // the call is one of the C library, whose signature is fixed
  private static void set(Linker linker, MemorySegment setenv) {
    MethodHandle call =
        linker.downcallHandle(
            setenv,
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      int status = (int) call.invokeExact(arena.allocateFrom(VARIABLE), arena.allocateFrom(OFF), 1);
      if (status != 0) {
        throw new IllegalStateException(VARIABLE + " cannot be set in this process");
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(VARIABLE + " cannot be set in this process", e);
    }
  }
}
