package io.plumbline.device.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.plumbline.codegen.build.CCompiler;
import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.runtime.cases.ExecutorCase;
import io.plumbline.runtime.cases.ExecutorCases;
import io.plumbline.runtime.cases.ForeignCases;
import io.plumbline.runtime.module.ModuleExecutors;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.reference.ReferenceExecutor;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.Finding;
import io.plumbline.tensor.Tensor;
import io.plumbline.testkit.LoopbackSshServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A board behind OpenSSH's server: programs on it, and what goes wrong. */
class SshBoardTests {
  private static final ExecutorCase CASE =
      ExecutorCases.all().stream()
          .filter(given -> has(given, Instruction.Convolution.class))
          .findFirst()
          .orElseThrow();

  private static final ExecutorCase FOREIGN =
      ExecutorCases.all().stream()
          .filter(given -> has(given, Instruction.Foreign.class))
          .findFirst()
          .orElseThrow();

  @TempDir private static Path folder;
  private static LoopbackSshServer server;

  @TempDir private Path board;

  private static boolean has(ExecutorCase given, Class<? extends Instruction> kind) {
    return given.program().instructions().stream().anyMatch(kind::isInstance);
  }

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(CCompiler.find().isPresent(), "skipped: no C compiler on this machine");
    server = LoopbackSshServer.start(folder);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static SshAddress address(Path board, String more) {
    return SshAddress.parse(server.address(board, more));
  }

  private static SshAddress address(Path board, String key, String knownHosts, String more) {
    return SshAddress.parse(server.address(board, key, knownHosts, more));
  }

  private static SshUser user() {
    return new SshUser(folder, Map.of());
  }

  private static ModuleExecutors.Opened open(SshAddress address, ExecutorCase given) {
    return SshBoard.open(address, user(), given.program(), ForeignCases.NEGATION);
  }

  @Test
  void givesTheBitsOfTheReference() {
    requireTheBits(open(address(board, ""), CASE), CASE);
  }

  @Test
  void givesTheBitsOfTheReferenceOnAnotherProcessor() {
    for (String program : List.of("aarch64-linux-gnu-gcc", "qemu-aarch64")) {
      assumeTrue(LoopbackSshServer.isInstalled(program), "skipped: no " + program);
    }
    requireTheBits(open(address(board, "&run=qemu-aarch64"), CASE), CASE);
  }

  @Test
  void runsFloatNodesHereAndSaysSo() {
    ModuleExecutors.Opened opened = open(address(board, ""), FOREIGN);
    assertThat(opened.findings()).extracting(Finding::code).containsExactly("board.float-nodes");
    requireTheBits(opened, FOREIGN);
  }

  private static void requireTheBits(ModuleExecutors.Opened opened, ExecutorCase given) {
    try (Engine engine = opened.engine();
        Engine reference = new ReferenceExecutor(given.program(), ForeignCases.NEGATION)) {
      assertThat(engine.name()).startsWith("ssh://").endsWith("@127.0.0.1:" + server.port());
      RunOptions everything = RunOptions.fetching(reference.tensors());
      for (RunOptions options : List.of(everything, RunOptions.DEFAULT)) {
        SequencedMap<String, Tensor> found = engine.run(given.inputs(), options);
        SequencedMap<String, Tensor> expected = reference.run(given.inputs(), options);
        found.forEach(
            (name, tensor) ->
                assertThat(Optional.ofNullable(expected.get(name)).filter(tensor::sameAs))
                    .as(name)
                    .isPresent());
        assertThat(found.sequencedKeySet()).containsExactlyElementsOf(expected.sequencedKeySet());
      }
    }
  }

  @Test
  void sendsWhatIsMissingOrDamagedAndNothingElse() throws Exception {
    SshAddress address = address(board, "");
    open(address, CASE).engine().close();
    Map<Path, Object> first = files();
    assertThat(first).hasSize(3);
    open(address, CASE).engine().close();
    assertThat(files()).isEqualTo(first);
    for (Path file : first.keySet()) {
      byte[] whole = Files.readAllBytes(file);
      byte[] damaged = whole.clone();
      damaged[0]++;
      Files.write(file, damaged);
      open(address, CASE).engine().close();
      assertThat(file).hasBinaryContent(whole);
    }
    assertThat(files().keySet()).isEqualTo(first.keySet());
  }

  /** The files on the board, and which they are. */
  private Map<Path, Object> files() throws IOException {
    try (Stream<Path> all = Files.list(board)) {
      Map<Path, Object> files = new TreeMap<>();
      all.forEach(file -> files.put(file, inode(file)));
      return files;
    }
  }

  private static Object inode(Path file) {
    try {
      return Files.getAttribute(file, "unix:ino");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stands before the program on the board is a script that does not start it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          echo Welcome to the board, dear            | board.answer | "Welcome to the board, de"
          head -c 40 /dev/urandom                    | board.answer | its first bytes are no greeting
          printf x                                   | board.ended  | greeting ends after 1 of 24 bytes
          echo Illegal instruction >&2; exit 132     | board.ended  | exit status 132: Illegal instruction
          kill -9 $$                                 | board.ended  | ended by SIGKILL
          exec sleep 60                              | board.late   | did not answer within 2000 ms
          head -c 100000000 /dev/zero                | board.answer | its first bytes are no greeting
          head -c 10000000 /dev/zero >&2             | board.ended  | exit status 0
          kill -9 $PPID; exec sleep 60               | board.ended  | the connection was broken
          """)
  void doesNotBelieveWhatIsNoRunner(String script, String code, String told) throws Exception {
    Path fake = Files.writeString(board.resolve("fake"), "#!/bin/sh\n" + script + "\n");
    assertThat(fake.toFile().setExecutable(true)).isTrue();
    SshAddress address = address(board, "&timeout=2&for=linux-x86_64/baseline=cc&run=" + fake);
    try (Engine engine = open(address, CASE).engine()) {
      assertRefused(() -> engine.run(CASE.inputs()), code, told);
    }
  }

  private static void assertRefused(Runnable attempt, String code, String... told) {
    assertThatThrownBy(attempt::run)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContainingAll(told)
        .extracting(error -> ((EnvironmentException) error).code())
        .isEqualTo(code);
  }

  @Test
  void aHostThatIsNotKnownIsRefusedWithItsFingerprint() {
    SshAddress address = address(board, "user_key", "none", "");
    assertRefused(
        () -> open(address, CASE), "ssh.host-unknown", "ssh-ed25519 SHA256:", folder + "/none");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"'', ssh.host-changed", "'@revoked ', ssh.host-changed"})
  void aHostWithAnotherKeyIsRefused(String marker, String code) throws Exception {
    String other = LoopbackSshServer.key(board.resolve("key"));
    Files.writeString(
        folder.resolve("changed"), marker + LoopbackSshServer.knownAs(server.port(), other));
    assertRefused(() -> open(address(board, "user_key", "changed", ""), CASE), code, "another");
  }

  @Test
  void aRevokedKeyIsRefused() throws Exception {
    String known = Files.readString(folder.resolve("known_hosts"));
    Files.writeString(folder.resolve("revoked"), known + "@revoked " + known);
    assertRefused(
        () -> open(address(board, "user_key", "revoked", ""), CASE), "ssh.host-revoked", "revoked");
  }

  @Test
  void aStrangerIsNotLetIn() {
    assertRefused(
        () -> open(address(board, "other_key", "known_hosts", ""), CASE),
        "ssh.refused",
        "other_key");
  }

  @Test
  void anAgentSignsIn() throws Exception {
    Path socket = board.resolve("agent");
    for (String program : List.of("ssh-agent", "ssh-add")) {
      assumeTrue(LoopbackSshServer.isInstalled(program), "skipped: no " + program);
    }
    Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).start();
    try {
      while (!Files.exists(socket) && agent.isAlive()) {
        Thread.onSpinWait();
      }
      ProcessBuilder add = new ProcessBuilder("ssh-add", folder.resolve("user_key").toString());
      add.environment().put("SSH_AUTH_SOCK", socket.toString());
      assertThat(add.start().waitFor(20, TimeUnit.SECONDS)).isTrue();
      SshUser user = new SshUser(folder, Map.of("SSH_AUTH_SOCK", socket.toString()));
      SshAddress address = SshAddress.parse("ssh://127.0.0.1:%d%s".formatted(server.port(), board));
      SshBoard.open(address, user, CASE.program(), ForeignCases.NEGATION).engine().close();
    } finally {
      agent.destroyForcibly();
    }
  }

  @Test
  void aBoardThatIsOffIsNamed() throws Exception {
    int port = LoopbackSshServer.freePort();
    SshAddress address = SshAddress.parse("ssh://127.0.0.1:" + port);
    assertRefused(
        () -> open(address, CASE), "ssh.unreachable", "cannot be reached: Connection refused");
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() {
    SshAddress address = address(Path.of("/proc/none"), "");
    assertRefused(() -> open(address, CASE), "board.folder", "/proc/none", "exit status 1");
  }
}
