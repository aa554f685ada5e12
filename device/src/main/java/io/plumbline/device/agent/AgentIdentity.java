package io.plumbline.device.agent;

import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.SystemMessage;
import io.plumbline.tensor.file.PrivateFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/**
 * What an agent proves itself by, a certificate, and what its clients prove themselves by, a token:
 * two files of a folder that nobody else may read. The token also locks the key of the certificate.
 */
public final class AgentIdentity {
  private static final String TOKEN = "token";
  private static final String KEYS = "keys.p12";
  private static final String ALIAS = "agent";
  private static final int TOKEN_BYTES = 32;
  private static final long KEYTOOL_SECONDS = 60;

  private final String token;
  private final Optional<KeyStore> keys;

  private AgentIdentity(String token, Optional<KeyStore> keys) {
    this.token = token;
    this.keys = keys;
  }

  /** No proof either way: good for loopback, where all programs may ask. */
  public static AgentIdentity none() {
    return new AgentIdentity("", Optional.empty());
  }

  /**
   * The identity in a folder.
   *
   * @throws EnvironmentException when a file is absent or damaged, or others can read it
   */
  public static AgentIdentity read(Path folder) {
    Path tokenFile = folder.resolve(TOKEN);
    Path keyFile = folder.resolve(KEYS);
    try {
      requirePrivate(tokenFile);
      requirePrivate(keyFile);
      String token = Files.readString(tokenFile).strip();
      if (token.isEmpty()) {
        throw new IOException(TOKEN + " is empty");
      }
      KeyStore keys = keys(keyFile, token);
      if (keys.getCertificate(ALIAS) == null) {
        throw new IOException("%s has no certificate called %s".formatted(KEYS, ALIAS));
      }
      return new AgentIdentity(token, Optional.of(keys));
    } catch (IOException | GeneralSecurityException e) {
      throw unusable(folder, e);
    }
  }

  /** The certificate and its key, which the token keeps. */
  private static KeyStore keys(Path file, String token)
      throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, token.toCharArray());
      return keys;
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(
          e.getCause() instanceof UnrecoverableKeyException
              ? "%s was made with another token than %s holds".formatted(KEYS, TOKEN)
              : KEYS + " is damaged, or no file of keys",
          e);
    }
  }

  /**
   * Makes an identity: a token of 32 random bytes and a certificate that it signs itself, on the
   * curve P-256, good for ten years.
   *
   * @param folder that is made, or is empty
   * @throws EnvironmentException when it cannot be written or holds an identity
   */
  public static AgentIdentity make(Path folder) {
    try {
      Files.createDirectories(folder);
      byte[] random = new byte[TOKEN_BYTES];
      new SecureRandom().nextBytes(random);
      String token = HexFormat.of().formatHex(random);
      Path tokenFile = Files.createFile(folder.resolve(TOKEN));
      PrivateFile.keep(tokenFile);
      Files.writeString(tokenFile, token + "\n");
      runKeytool(folder.resolve(KEYS), token);
      PrivateFile.keep(folder.resolve(KEYS));
      return read(folder);
    } catch (IOException e) {
      throw new EnvironmentException(
          "agent.identity",
          folder.toString(),
          "no identity can be made: " + SystemMessage.of(e),
          "name a new folder that can be written",
          e);
    }
  }

  private static void runKeytool(Path file, String token) throws IOException {
    ProcessBuilder keytool =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "3650",
                "-dname",
                "CN=plumbline agent",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass:env",
                "PLUMBLINE_TOKEN"));
    keytool.environment().put("PLUMBLINE_TOKEN", token);
    keytool.redirectErrorStream(true);
    Process process = keytool.start();
    process.getOutputStream().close();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException("keytool: " + told.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void requirePrivate(Path file) throws IOException {
    if (!PrivateFile.isPrivate(file)) {
      throw new IOException("others may read " + file.getFileName());
    }
  }

  /** Whether clients and agent prove who they are. */
  public boolean isProven() {
    return keys.isPresent();
  }

  /** What clients prove; empty where nothing is asked of them. */
  public String token() {
    return token;
  }

  /**
   * The SHA-256 of the certificate, by which clients know the agent: 64 hexadecimal digits.
   *
   * @throws IllegalStateException when there is none
   */
  public String fingerprint() {
    try {
      Certificate certificate = keys.orElseThrow().getCertificate(ALIAS);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was read has bytes", e);
    }
  }

  /** What lays TLS over connections; empty where they stay as they come. */
  Optional<SSLSocketFactory> sockets() {
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    try {
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys.get(), token.toCharArray());
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(managers.getKeyManagers(), null, null);
      return Optional.of(context.getSocketFactory());
    } catch (GeneralSecurityException e) {
      throw new EnvironmentException(
          "agent.identity",
          KEYS,
          "its key cannot be used: " + e.getMessage(),
          "make a new identity with 'plumb agent --make-identity DIR'",
          e);
    }
  }

  private static EnvironmentException unusable(Path folder, Exception e) {
    return new EnvironmentException(
        "agent.identity",
        folder.toString(),
        "is no identity that can be used: "
            + (e instanceof IOException told ? SystemMessage.of(told) : e.getMessage()),
        "make one with 'plumb agent --make-identity DIR', and let nobody else read it",
        e);
  }
}
