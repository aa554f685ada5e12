package io.plumbline.device.ssh;

import io.plumbline.tensor.SystemMessage;
import java.io.IOException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Why something over SSH failed, in words: the library tells its own classes and addresses too. */
final class SshReason {
  /** Such as {@code DefaultConnectFuture[root@/127.0.0.1:22]: Failed (ConnectException) to …}. */
  private static final Pattern OWN =
      Pattern.compile("^[A-Z]\\w+(?:\\[[^\\]]*\\])?: (?:Failed \\(\\w+\\) to execute: )?");

  private static final Pattern TIME =
      Pattern.compile("Failed to get (?:operation )?result within specified timeout: (\\d+).*");

  private SshReason() {}

  /** The first cause that has words for it. */
  static String of(Exception failure) {
    if (causes(failure).anyMatch(UnresolvedAddressException.class::isInstance)) {
      return "its name cannot be resolved";
    }
    String told =
        causes(failure)
            .map(SshReason::words)
            .flatMap(Optional::stream)
            .reduce((_, deeper) -> deeper)
            .orElse("no reason was given");
    return TIME.matcher(told).replaceFirst("no answer within $1 ms");
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
  }

  private static Optional<String> words(Throwable failure) {
    String message = failure.getMessage();
    if (message == null) {
      return Optional.empty();
    }
    return Optional.of(
        failure.getClass().getName().startsWith("java.") && failure instanceof IOException system
            ? SystemMessage.of(system)
            : OWN.matcher(message).replaceFirst(""));
  }
}
