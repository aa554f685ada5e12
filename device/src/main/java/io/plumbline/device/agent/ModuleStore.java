package io.plumbline.device.agent;

import io.plumbline.device.wire.Digest;
import io.plumbline.device.wire.Frame;
import io.plumbline.device.wire.Kind;
import io.plumbline.device.wire.Line;
import io.plumbline.formats.program.ModuleReader;
import io.plumbline.formats.seal.MakerKey;
import io.plumbline.runtime.module.ProgramModule;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.SystemMessage;
import io.plumbline.tensor.file.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Modules in a folder, each called by the SHA-256 of its bytes. A file by such a name was whole and
 * checked when it came: it was written under another name, read as a module, brought to the disk
 * and renamed. One that is found in the folder is served once its bytes have that SHA-256 still.
 */
final class ModuleStore implements AutoCloseable {
  private static final String SUFFIX = ".plm";
  private static final String COMING = ".coming";

  private final Path folder;
  private final AgentLimits limits;
  private final FolderLock lock;
  private final CheckedFiles checked;
  private final ReentrantLock reading = new ReentrantLock();
  private final Set<Digest> arriving = new HashSet<>();
  private long coming;

  /**
   * @param log told a sentence of each module that was found damaged and deleted
   * @throws EnvironmentException when the folder cannot be made or another agent has it
   */
  ModuleStore(Path folder, AgentLimits limits, Consumer<String> log) {
    this.folder = folder;
    this.limits = limits;
    this.checked = new CheckedFiles(log);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw failed(folder, e);
    }
    this.lock = lock(folder);
    files(COMING).forEach(ModuleStore::delete);
  }

  private static FolderLock lock(Path folder) {
    try {
      return FolderLock.take(folder);
    } catch (EnvironmentException e) {
      if (!e.code().equals(FolderLock.IN_USE)) {
        throw e;
      }
      throw new EnvironmentException(
          "agent.store-in-use",
          folder.toString(),
          "another agent keeps its modules here: " + e.getMessage(),
          "use that agent or end it, or start this one with another --store and --port",
          e);
    }
  }

  /** Whether it is here as it came; reads it as a whole the first time. */
  boolean has(Digest digest) {
    Path file = file(digest);
    try {
      return checked.holds(digest, file);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  int count() {
    return files(SUFFIX).size();
  }

  long bytes() {
    return files(SUFFIX).stream().mapToLong(file -> file.toFile().length()).sum();
  }

  /** Whether it is to be sent: waits while another sends the same, which may then be here. */
  private synchronized boolean admit(Digest digest, long length) {
    if (length < 1 || length > limits.module()) {
      throw new BadDataException(
          "agent.module-size",
          digest.hex(),
          "a module has 1 to %s bytes here, this one %s".formatted(limits.module(), length),
          "start the agent with a larger --module-mib");
    }
    while (arriving.contains(digest)) {
      WarmModules.await(this, limits.patience().toNanos());
    }
    if (has(digest)) {
      return false;
    }
    if (bytes() + coming + length > limits.store()) {
      throw new EnvironmentException(
          "agent.store-full",
          folder.toString(),
          "the store holds %s of %s bytes, and %s more do not fit"
              .formatted(bytes() + coming, limits.store(), length),
          "delete modules there, or start the agent with a larger --store-mib");
    }
    arriving.add(digest);
    coming += length;
    return true;
  }

  private synchronized void settled(Digest digest, long length) {
    arriving.remove(digest);
    coming -= length;
    notifyAll();
  }

  /**
   * Takes a module off the line, once it was said that it may come.
   *
   * @param length bytes it is announced to have
   * @return whether it came; false when it is here already, and nothing was said
   * @throws BadDataException when it is larger than any may be, or is not what was announced
   * @throws io.plumbline.tensor.BadModelException when it is no module
   * @throws EnvironmentException when the store or the disk is full
   */
  boolean put(Digest digest, long length, Line line) throws IOException {
    if (!admit(digest, length)) {
      return false;
    }
    try (Arrival arrival = Arrival.at(folder, COMING, length)) {
      line.send(new Frame(Kind.GO));
      line.flush();
      check(digest, arrival.take(length, line), arrival.file());
      arrival.keepAs(file(digest));
      checked.add(digest);
      return true;
    } finally {
      settled(digest, length);
    }
  }

  private void check(Digest digest, String found, Path file) {
    if (!found.equals(digest.hex())) {
      throw new BadDataException(
          "agent.digest",
          digest.hex(),
          "the bytes that came have the SHA-256 " + found,
          "send the module again");
    }
    read(file, Optional.empty());
  }

  /** One at a time, for a module is in memory as a whole while it is read. */
  private ProgramModule read(Path file, Optional<MakerKey> key) {
    reading.lock();
    try {
      return ModuleReader.read(file, key);
    } finally {
      reading.unlock();
    }
  }

  /**
   * A module that is here.
   *
   * @throws BadDataException when it is not
   */
  ProgramModule read(Digest digest) {
    if (!has(digest)) {
      throw new BadDataException(
          "agent.no-module", digest.hex(), "no such module is here", "send it first");
    }
    return read(file(digest), MakerKey.find(MakerKey.userFolder()));
  }

  private Path file(Digest digest) {
    return folder.resolve(digest.hex() + SUFFIX);
  }

  private List<Path> files(String suffix) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().endsWith(suffix)).toList();
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static EnvironmentException failed(Path file, IOException e) {
    return new EnvironmentException(
        "agent.store",
        file.toString(),
        "the store of modules cannot be used: " + SystemMessage.of(e),
        "name a folder that can be read and written by --store",
        e);
  }

  @Override
  public void close() {
    lock.close();
  }
}
