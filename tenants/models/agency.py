from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.querysets import AgencyQuerySet
from tenants.regulation import Regulation, get_regulation


class AgencyKind(models.TextChoices):
    """Kinds of body that have a portal (TB.2, HY.2.1, NB.2.1, NB.2.2)."""

    PROVINCE = "province", _("Province")
    DEPARTMENT = "department", _("Department")
    DISTRICT = "district", _("District")
    COMMUNE = "commune", _("Commune or ward")
    ORGANISATION = "organisation", _("Organisation")
    ENTERPRISE = "enterprise", _("Enterprise")


class AgencyState(models.TextChoices):
    ACTIVE = "active", _("Active")
    DOMAIN_PENDING = "domain_pending", _("Domain to be decided")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Closed")


class Agency(models.Model):
    """The tenant: one public body with its own portal, board and people.

    Owning agency, managing unit and operating unit are those of HY.5.1-HY.5.3; they are names, because the bodies
    behind them need not have a portal.
    """

    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    slug = models.SlugField(_("key in the admin's address"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=AgencyKind.choices)
    state = models.CharField(_("state"), max_length=20, choices=AgencyState.choices, default=AgencyState.ACTIVE)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    province = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("province")
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="taken_over", editable=False
    )
    regulation_code = models.CharField(_("regulation"), max_length=40, blank=True)
    unit_code = models.CharField(_("code of the administrative unit"), max_length=20, blank=True)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True, blank=True)

    owning_agency = models.CharField(_("owning agency"), max_length=200, blank=True)
    managing_unit = models.CharField(_("managing unit"), max_length=200, blank=True)
    operating_unit = models.CharField(_("operating unit"), max_length=200, blank=True)
    head_name = models.CharField(_("head"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    fax = models.CharField(_("fax"), max_length=60, blank=True)
    email = models.EmailField(_("official e-mail"), blank=True)
    # The colours that the portal was set up with: they hold while it has no look of its own.
    theme = models.CharField(_("theme"), max_length=40, default="do-vang")
    look = models.ForeignKey(
        "tenants.Look", models.PROTECT, null=True, blank=True, related_name="+", editable=False, verbose_name=_("look")
    )
    is_demo = models.BooleanField(default=False, editable=False)

    home_page = models.ForeignKey(
        settings.WAGTAIL_PAGE_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    english_home = models.ForeignKey(
        settings.WAGTAIL_PAGE_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    collection = models.OneToOneField(
        "wagtailcore.Collection", models.PROTECT, null=True, blank=True, related_name="agency", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["sort_key", "pk"]
        permissions = [
            ("administer_agency", "Administer the agency's portal"),
            ("review_agency", "Review and decide on the agency's submissions"),
            ("update_agency", "Write and update the agency's content"),
            ("answer_agency", "Handle the agency's questions"),
            ("sign_agency", "Sign the agency's answers"),
            ("report_agency", "See the agency's reports"),
            ("oversee_agency", "Oversee the province's portals"),
            ("operate_agency", "Operate the technical system"),
        ]
        constraints = [
            models.CheckConstraint(
                name="agency_province_iff_component",
                condition=models.Q(kind=AgencyKind.PROVINCE, province=None)
                | (~models.Q(kind=AgencyKind.PROVINCE) & models.Q(province__isnull=False)),
                violation_error_message=_("Every agency but a province belongs to a province."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def root(self) -> "Agency":
        """The province that this agency belongs to (itself for a province)."""
        return self.province or self

    @property
    def regulation(self) -> Regulation:
        """The regulation in force for the agency: its own code, else its province's."""
        return get_regulation(self.regulation_code or self.root.regulation_code)

    def with_predecessors(self) -> AgencyQuerySet:
        """The agency and those whose place it took, as a subquery."""
        return Agency.objects.filter(models.Q(pk=self.pk) | models.Q(successor=self.pk)).order_by()

    @property
    def is_province(self) -> bool:
        return self.kind == AgencyKind.PROVINCE


class HostKind(models.TextChoices):
    PORTAL = "portal", _("Portal")
    ALIAS = "alias", _("Alias that redirects to the portal")
    ADMIN = "admin", _("Administration")


class AgencyHost(models.Model):
    """A host name that the system answers on. Names are assigned by the technical agency alone (TB.4.2)."""

    hostname = models.CharField(_("host name"), max_length=253, unique=True)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="hosts", verbose_name=_("agency"))
    kind = models.CharField(_("kind"), max_length=10, choices=HostKind.choices, default=HostKind.PORTAL)
    language = models.CharField(_("language"), max_length=5, default="vi")
    site = models.OneToOneField(
        "wagtailcore.Site", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    provisional = models.BooleanField(_("domain to be decided"), default=False)

    class Meta:
        verbose_name = _("host name")
        verbose_name_plural = _("host names")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "language"],
                condition=models.Q(kind=HostKind.PORTAL),
                name="one_portal_host_per_agency_and_language",
            ),
            models.CheckConstraint(
                name="hostname_is_lower_case", condition=models.Q(hostname=models.functions.Lower("hostname"))
            ),
        ]

    def __str__(self) -> str:
        return self.hostname
