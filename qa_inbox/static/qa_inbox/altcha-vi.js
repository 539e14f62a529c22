// The words of the proof-of-work widget in Vietnamese; it brings its own in English.
"use strict";

globalThis.$altcha?.i18n.set("vi", {
  ariaLinkLabel: "Altcha",
  cancel: "Hủy",
  enterCode: "Nhập mã",
  enterCodeAria: "Nhập mã bạn nghe được. Nhấn phím cách để nghe.",
  enterCodeFromImage: "Nhập mã trong hình bên dưới để tiếp tục.",
  error: "Chưa kiểm tra được. Xin thử lại sau.",
  expired: "Kết quả kiểm tra đã hết hạn. Xin thử lại.",
  footer: "",
  getAudioChallenge: "Nghe mã",
  label: "Tôi không phải là người máy",
  loading: "Đang tải…",
  reload: "Tải lại",
  verify: "Kiểm tra",
  verificationRequired: "Cần kiểm tra trước khi gửi.",
  verified: "Đã kiểm tra",
  verifying: "Đang kiểm tra…",
  waitAlert: "Đang kiểm tra, xin chờ một chút.",
});
