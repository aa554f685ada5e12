package io.plumbline.cli.console;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The launcher starts the JVM with a filter as standard error, which keeps the JVM's notice of the
 * Vector API from the user, and hands the true stream over as another descriptor. Once the program
 * runs, the filter has done its work: the true stream takes its place for Java and native code
 * alike, the filter sees its end, and no process stands between the program and its caller.
 */
public final class StandardError {
  /** The system property with the number of the descriptor that is the true standard error. */
  private static final String DESCRIPTOR = "plumbline.stderr";

  private static final int STANDARD_ERROR = 2;

  private StandardError() {}

  /** Takes the stream the launcher handed over; without a launcher there is nothing to do. */
  public static void takeOver() {
    Integer descriptor = Integer.getInteger(DESCRIPTOR);
    if (descriptor == null) {
      return;
    }
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> dup2 = linker.defaultLookup().find("dup2");
    if (dup2.isPresent()) {
      duplicate(linker, dup2.get(), descriptor);
    }
  }

  /** Where this fails, the filter stays in place and passes on all it is given. */
  @SuppressWarnings("restricted") // the call is one of the C library, whose signature is fixed
  private static void duplicate(Linker linker, MemorySegment dup2, int descriptor) {
    MethodHandle call =
        linker.downcallHandle(
            dup2,
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try {
      int _ = (int) call.invokeExact(descriptor, STANDARD_ERROR);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
