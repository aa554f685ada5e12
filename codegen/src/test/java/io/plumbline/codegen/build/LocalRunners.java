package io.plumbline.codegen.build;

import io.plumbline.runtime.served.Runner;
import io.plumbline.runtime.served.Runners;
import io.plumbline.tensor.EnvironmentException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runners on this machine, perhaps under an emulator. */
record LocalRunners(List<String> command) implements Runners {
  @Override
  public String where() {
    return command.getFirst();
  }

  @Override
  public Runner start() {
    try {
      return new LocalRunner(new ProcessBuilder(command).start());
    } catch (IOException e) {
      throw new EnvironmentException("board.start", where(), "cannot be started", "install it", e);
    }
  }

  @Override
  public void close() {}

  /** One of them. */
  private record LocalRunner(Process process) implements Runner {
    @Override
    public OutputStream requests() {
      return process.getOutputStream();
    }

    @Override
    public InputStream replies() {
      return process.getInputStream();
    }

    @Override
    public String lastWords() {
      try {
        process.waitFor(1, TimeUnit.SECONDS);
        String told = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return "exit status %d: %s".formatted(process.exitValue(), told.strip());
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
