"""What can happen in the sample world, and where: event types, pages, forms and stages, each known by its place in a tuple."""

from __future__ import annotations

EVENT_TYPES = (
    "page_view",
    "email_open",
    "email_click",
    "whitepaper_download",
    "webinar_registered",
    "webinar_attended",
    "form_submitted",
    "chat",
    "demo_request",
    "unsubscribe",
    "call_connected",
    "meeting_held",
    "onboarding_call",
)
PAGE_VIEW, EMAIL_OPEN, EMAIL_CLICK, WHITEPAPER, REGISTERED, ATTENDED, FORM, CHAT, DEMO, UNSUBSCRIBE, CALL, MEETING, ONBOARDING = range(13)

PAGES = (
    "/",
    "/pricing",
    "/email-marketing",
    "/marketing-automation",
    "/customers",
    "/contact",
    "/careers",
    "/blog/subject-lines",
    "/blog/gdpr-and-consent",
    "/blog/send-times",
    "/blog/year-in-email",
)
PRICING, CAREERS = PAGES.index("/pricing"), PAGES.index("/careers")
PRODUCT_PAGES = (PAGES.index("/email-marketing"), PAGES.index("/marketing-automation"))
FIRST_BLOG = PAGES.index("/blog/subject-lines")
LINKS = (PRICING, FIRST_BLOG + 3, PRODUCT_PAGES[1])
"""The pages that every mail links to."""

ASSETS = ("Deliverability guide", "Automation playbook", "Inbox design", "Lifecycle mails", "Choosing a platform")
RESULTS = ("positive", "neutral", "negative")
"""How a call or a meeting went."""

LOOKING, BUYING, READING, JOB_HUNTING = range(4)
"""The four reasons to visit the site."""

PAGE_MIX = (
    (30, 8, 14, 12, 12, 4, 1, 5, 5, 5, 4),
    (16, 26, 18, 18, 12, 7, 0.5, 1, 1, 1, 0.5),
    (4, 0, 0, 0, 0, 0, 0, 30, 25, 25, 16),
    (15, 0, 0, 0, 5, 5, 75, 0, 0, 0, 0),
)
"""How often a visit for each reason sees each page."""

ACTIONS = (WHITEPAPER, REGISTERED, FORM, CHAT, DEMO)
ACTION_MIX = (
    (0.060, 0.035, 0.020, 0.012, 0.002),
    (0.110, 0.060, 0.035, 0.045, 0.025),
    (0.020, 0.010, 0.000, 0.000, 0.000),
    (0.000, 0.000, 0.000, 0.000, 0.000),
)
"""The share of visits for each reason that end in each action."""

SOURCES = ("organic", "paid_search", "webinar", "referral", "trade_fair", "partner")
ARRIVAL_MIX = (
    (0.36, 0.08, 0.42, 0.09, 0.03, 0.02),
    (0.46, 0.06, 0.38, 0.06, 0.02, 0.02),
    (0.00, 1.00, 0.00, 0.00, 0.00, 0.00),
    (0.10, 0.05, 0.60, 0.10, 0.12, 0.03),
    (0.00, 0.00, 0.00, 0.00, 0.00, 1.00),
    (0.10, 0.05, 0.50, 0.05, 0.05, 0.25),
)
"""How a lead of each source becomes known: by each of ``ACTIONS``, or (last) by an entry in the CRM without any event."""

COUNTRIES = ("Netherlands", "Belgium", "Germany", "United Kingdom", "Sweden", "France")
INDUSTRIES = ("software", "agency", "retail", "manufacturing", "healthcare", "education")
TITLES = ("Intern", "Marketing employee", "Team lead", "Marketing director", "Owner", "Student")
OWNERS = ("anna", "bram", "chloe", "daan", "elif", "femke")
PRODUCTS = ("email-marketing", "marketing-automation")
REJECT_REASONS = ("no budget", "company too small", "not reachable", "no authority", "student or job hunter")
LOST_REASONS = ("competitor", "price", "no decision")
