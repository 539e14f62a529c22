// Measurement by the national system (EMC): its tracker finds the site's number in this queue.
"use strict";

const emcHost = "https://f-emc.ngsp.gov.vn";
window._govaq = window._govaq || [];
window._govaq.push(
  ["trackPageView"],
  ["enableLinkTracking"],
  ["setTrackerUrl", `${emcHost}/tracking`],
  ["setSiteId", document.currentScript.dataset.site],
);
const emcTracker = document.createElement("script");
emcTracker.src = `${emcHost}/embed/gov-tracking.min.js`;
emcTracker.async = true;
document.head.append(emcTracker);
