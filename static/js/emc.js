// Measurement by the national system (EMC): its tracker finds the site's number in this queue. Before all else it is told
// to set no cookies: such trackers do so by themselves, and readers of a portal get none.
"use strict";

const emcHost = "https://f-emc.ngsp.gov.vn";
window._govaq = window._govaq || [];
window._govaq.push(
  ["disableCookies"],
  ["trackPageView"],
  ["enableLinkTracking"],
  ["setTrackerUrl", `${emcHost}/tracking`],
  ["setSiteId", document.currentScript.dataset.site],
);
const emcTracker = document.createElement("script");
emcTracker.src = `${emcHost}/embed/gov-tracking.min.js`;
emcTracker.async = true;
document.head.append(emcTracker);
