package io.plumbline.device.client;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Trusts the one certificate of a fingerprint, whoever signed it and whatever host it names. */
final class PinnedCertificate implements X509TrustManager {
  private final String fingerprint;

  private PinnedCertificate(String fingerprint) {
    this.fingerprint = fingerprint;
  }

  /** TLS 1.3 with the server of that certificate, and no other. */
  static SSLContext context(String fingerprint) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(null, new TrustManager[] {new PinnedCertificate(fingerprint)}, null);
    return context;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String found = HexFormat.of().formatHex(digest.digest(chain[0].getEncoded()));
      if (!found.equals(fingerprint)) {
        throw new CertificateException(
            "its certificate has the fingerprint %s, and %s is known"
                .formatted(found, fingerprint));
      }
    } catch (GeneralSecurityException e) {
      throw e instanceof CertificateException refused ? refused : new CertificateException(e);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("clients have no certificates");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
